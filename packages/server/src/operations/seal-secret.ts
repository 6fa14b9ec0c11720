import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { findAccountKeys } from '../db/accounts/find-account-keys.ts'
import type { Queryable } from '../db/pool.ts'

/**
 * What a secret is kept for: an answer that shows it once (a client whose connection broke can ask again with its
 * Idempotency-Key), the codes of an authenticator app, or what a
 * webhook is signed with. What is sealed for one is no use for the other.
 */
export type SealPurpose = 'kept-answer' | 'totp' | 'webhook'

/** Under seal: AES-256-GCM, a key that comes from the account's. */
export async function sealSecret(
  db: Queryable,
  accountId: number,
  secret: string,
  purpose: SealPurpose = 'kept-answer',
): Promise<string> {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', await sealKeyFor(db, accountId, purpose), nonce)
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** @throws where it was not sealed for this account and purpose */
export async function openSecret(
  db: Queryable,
  accountId: number,
  text: string,
  purpose: SealPurpose = 'kept-answer',
): Promise<string> {
  const bytes = Buffer.from(text, 'base64url')
  const key = await sealKeyFor(db, accountId, purpose)
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes))
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8')
}

const nonceBytes = 12
const tagBytes = 16

async function sealKeyFor(db: Queryable, accountId: number, purpose: SealPurpose): Promise<Buffer> {
  const { sealKey } = await findAccountKeys(db, accountId)
  return Buffer.from(hkdfSync('sha256', sealKey, '', purpose, 32))
}
