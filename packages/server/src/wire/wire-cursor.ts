import { invalidField, Refusal } from '../refusal.ts'

/** Our cursor is the vendor's token. Throws what it is given, said so. */
export function inTheWordsOfTheWire(error: unknown): never {
  if (!(error instanceof Refusal) || !error.errors.some(({ field }) => field === 'cursor')) throw error
  throw invalidField('token', 'is not one that this list gave as next_token; leave it out to begin anew')
}
