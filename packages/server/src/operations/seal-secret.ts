import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { findAccountKeys } from '../db/accounts/find-account-keys.ts'
import type { Queryable } from '../db/pool.ts'

/**
 * An answer that shows a secret once is kept for its Idempotency-Key, so that a client whose connection broke can ask
 * again; the secret is kept in it only under seal (AES-256-GCM, a key of the account).
 */
export async function sealSecret(db: Queryable, accountId: number, secret: string): Promise<string> {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', await answerKey(db, accountId), nonce)
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** @throws where it was not sealed for this account */
export async function openSecret(db: Queryable, accountId: number, text: string): Promise<string> {
  const bytes = Buffer.from(text, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', await answerKey(db, accountId), bytes.subarray(0, nonceBytes))
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8')
}

const nonceBytes = 12
const tagBytes = 16

async function answerKey(db: Queryable, accountId: number): Promise<Buffer> {
  const { sealKey } = await findAccountKeys(db, accountId)
  return Buffer.from(hkdfSync('sha256', sealKey, '', 'kept-answer', 32))
}
