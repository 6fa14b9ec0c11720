import type { FieldError } from '@muster/core/error-code.ts'
import { invalidField, Refusal } from '../refusal.ts'

/** @throws Refusal invalid_request where the body is missing or no JSON object */
export function readObject(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>
  throw invalidField('body', 'must be a JSON object')
}

/** @throws Refusal invalid_request that tells all that was found */
export function refuseWith(errors: readonly FieldError[]): never {
  throw new Refusal('invalid_request', errors.map(({ field, message }) => `${field}: ${message}`).join('; '), errors)
}
