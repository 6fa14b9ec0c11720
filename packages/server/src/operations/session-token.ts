import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Int8 } from '../db/pool.ts'
import type { Keyring } from './keyring.ts'

/** Who an agent's session token speaks for. */
export interface SessionFacts {
  readonly accountId: number
  readonly deviceKey: Int8
  readonly deviceId: string
  readonly generation: number
  readonly connection: number
  /** Unix seconds. */
  readonly expiresAt: number
}

/**
 * A token that needs no row: the facts, sealed with a key that comes from the account's. Ended enrolments are turned
 * away by the operations, which look at the device's generation.
 */
export async function makeSessionToken(keyring: Keyring, facts: SessionFacts): Promise<string> {
  const content = Buffer.from(JSON.stringify(facts)).toString('base64url')
  return content + (await seal(keyring, facts.accountId, content)).toString('base64url')
}

/** Undefined for what is no token of ours, or is over. */
export async function openSessionToken(keyring: Keyring, token: string, now: Date): Promise<SessionFacts | undefined> {
  if (!/^[A-Za-z0-9_-]{60,1024}$/.test(token)) return undefined
  const content = token.slice(0, -sealCharacters)
  const facts = parse(content)
  if (facts === undefined || facts.expiresAt * 1000 <= now.getTime()) return undefined
  const expected = await seal(keyring, facts.accountId, content).catch(() => undefined)
  const given = Buffer.from(token.slice(-sealCharacters), 'base64url')
  return expected?.length === given.length && timingSafeEqual(expected, given) ? facts : undefined
}

const sealCharacters = 43

async function seal(keyring: Keyring, accountId: number, content: string): Promise<Buffer> {
  const { sessionKey } = await keyring.of(accountId)
  return createHmac('sha256', sessionKey).update(content).digest()
}

function parse(content: string): SessionFacts | undefined {
  try {
    const facts = JSON.parse(Buffer.from(content, 'base64url').toString()) as SessionFacts
    return Number.isInteger(facts.accountId) && Number.isInteger(facts.expiresAt) ? facts : undefined
  } catch {
    return undefined
  }
}
