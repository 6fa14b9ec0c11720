import { hash, verify } from '@node-rs/argon2'
import { invalidField } from '../../refusal.ts'

/** OWASP's least for Argon2id (the number 2): 19 MiB, two passes, one lane; some 20 ms beside the event loop. */
const cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export function hashPassword(password: string): Promise<string> {
  return hash(password, cost)
}

/** Takes as long where there is no hash: an answer's time tells nobody who has one. */
export async function isPassword(hashed: string | null | undefined, password: string): Promise<boolean> {
  const matches = await verify(hashed ?? (await nobodysHash()), password)
  return matches && hashed != null
}

let madeHash: Promise<string> | undefined
function nobodysHash(): Promise<string> {
  madeHash ??= hashPassword('nobody has this password')
  return madeHash
}

/** The length is the schema's. @throws Refusal invalid_request */
export function checkNewPassword(password: string, email: string): void {
  if (new Set(password).size < 5) throw invalidField('password', 'must have at least five different characters')
  if (password.toLowerCase() === email.toLowerCase()) throw invalidField('password', 'must not be the e-mail address')
}
