import type { Caller } from '../caller.ts'
import { findKeyedAnswer, keepKeyedAnswer, takeIdempotencyKey } from '../db/idempotency-keys.ts'
import type { Tx } from '../db/pool.ts'
import { byKeys, inTransaction } from '../db/transaction.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { sha256Of } from '../sha256.ts'
import { type RetryOptions, retryOnConflict } from './conflict.ts'

/** The transaction that a mutating operation works in. */
export interface UnitOfWork {
  readonly tx: Tx
  /** From 1; more where an earlier attempt ran into a conflict and was rolled back. */
  readonly attempt: number
  /** Runs once the transaction is committed; never when it is not. */
  afterCommit(notify: () => void): void
}

export interface Answer {
  readonly status: number
  readonly contentType: string
  readonly body: string | Buffer
}

export interface IdempotentRequest {
  readonly key: string
  /** Method, path and body: the same key for anything else is refused. */
  readonly fingerprint: string
}

/**
 * Runs what changes something, in one transaction, and renders its answer inside it. With an Idempotency-Key the
 * answer is kept in the same transaction: however often the request comes, in parallel or after a crash between
 * commit and answer, it is carried out once and answered byte for byte the same.
 */
export async function mutate(
  services: Services,
  caller: Caller,
  idempotent: IdempotentRequest | undefined,
  work: (unit: UnitOfWork) => Promise<Answer>,
): Promise<Answer> {
  return inUnit(services, (unit) =>
    idempotent === undefined ? work(unit) : once(unit, caller, idempotent, () => work(unit)),
  )
}

/**
 * A transaction for work that nobody's Idempotency-Key guards, run anew when it lost a race: parallel enrolments of one
 * machine, gathered results against a cancellation.
 */
export function mutateAgain<T>(services: Services, work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
  return inUnit(services, work, { takenKeys: true })
}

async function inUnit<T>(
  services: Services,
  work: (unit: UnitOfWork) => Promise<T>,
  options?: RetryOptions,
): Promise<T> {
  const notifications: (() => void)[] = []
  const attempt = (attempt: number) =>
    inTransaction(
      services.pool,
      (tx) => {
        notifications.length = 0
        return work({ tx, attempt, afterCommit: (notify) => void notifications.push(notify) })
      },
      { settings: byKeys },
    )
  const result = await retryOnConflict(services, attempt, options)
  for (const notify of notifications) notify()
  return result
}

async function once(
  { tx }: UnitOfWork,
  caller: Caller,
  { key, fingerprint }: IdempotentRequest,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const owner = { accountId: caller.accountId, principal: principalOf(caller), key }
  const requestHash = sha256Of(fingerprint)
  // Waits for a parallel request with the same key to commit or to fail.
  if (await takeIdempotencyKey(tx, owner, requestHash)) {
    const answer = await work()
    await keepKeyedAnswer(tx, owner, answer)
    return answer
  }
  const kept = await findKeyedAnswer(tx, owner)
  if (kept === undefined) throw new Refusal('request_in_progress')
  if (!kept.requestHash.equals(requestHash)) throw new Refusal('idempotency_key_reused')
  return kept.answer
}

/** A key belongs to whoever sent it: two applications may use the same words, and one of them for two users. */
function principalOf({ application, userId, userName }: Caller): string {
  if (application === undefined) return `user:${userId ?? userName ?? ''}`
  return userId === undefined ? `app:${application.id}` : `app:${application.id} user:${userId}`
}
