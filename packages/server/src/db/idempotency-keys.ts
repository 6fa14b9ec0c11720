import type { Queryable } from './pool.ts'

interface KeyOwner {
  readonly accountId: number
  readonly principal: string
  readonly key: string
}

interface KeptAnswer {
  readonly status: number
  readonly contentType: string
  readonly body: string | Buffer
}

/** True where the key is new. A key taken by a transaction that is still open is waited for. */
export async function takeIdempotencyKey(
  db: Queryable,
  { accountId, principal, key }: KeyOwner,
  requestHash: Buffer,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'take-idempotency-key',
    text: `insert into idempotency_key (account_id, principal, key, request_hash) values ($1, $2, $3, $4)
           on conflict do nothing`,
    values: [accountId, principal, key, requestHash],
  })
  return rowCount === 1
}

export async function keepKeyedAnswer(
  db: Queryable,
  { accountId, principal, key }: KeyOwner,
  { status, contentType, body }: KeptAnswer,
): Promise<void> {
  await db.query({
    name: 'keep-keyed-answer',
    text: `update idempotency_key set status = $4, content_type = $5, body = $6
           where account_id = $1 and principal = $2 and key = $3`,
    values: [accountId, principal, key, status, contentType, typeof body === 'string' ? Buffer.from(body) : body],
  })
}

export async function findKeyedAnswer(
  db: Queryable,
  { accountId, principal, key }: KeyOwner,
): Promise<{ requestHash: Buffer; answer: KeptAnswer } | undefined> {
  const { rows } = await db.query<{ request_hash: Buffer; status: number; content_type: string; body: Buffer }>({
    name: 'find-keyed-answer',
    text: `select request_hash, status, content_type, body from idempotency_key
           where account_id = $1 and principal = $2 and key = $3 and status is not null`,
    values: [accountId, principal, key],
  })
  const [row] = rows
  return (
    row && {
      requestHash: row.request_hash,
      answer: { status: row.status, contentType: row.content_type, body: row.body },
    }
  )
}

/** Answers older than a day are forgotten: that long a client may try again. */
export async function forgetIdempotencyKeys(db: Queryable, before: Date): Promise<number> {
  const { rowCount } = await db.query('delete from idempotency_key where created_at < $1', [before])
  return rowCount ?? 0
}
