import { randomBytes } from 'node:crypto'
import { sha256Of } from '../../sha256.ts'

/** 256 random bits, and what is kept of them. The prefix tells people, and scanners for leaked secrets, what it is. */
export function makeSecretToken(prefix: 'msu' | 'msi' | 'msc' | 'mss' | 'mac' | 'mrt'): {
  token: string
  hash: Buffer
} {
  const token = `${prefix}_${randomBytes(32).toString('base64url')}`
  return { token, hash: sha256Of(token) }
}
