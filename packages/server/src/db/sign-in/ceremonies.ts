import type { Queryable, Tx } from '../pool.ts'

export interface CeremonyRow {
  readonly userId: string | null
  readonly facts: unknown
}

export async function addCeremony(
  db: Queryable,
  row: {
    readonly accountId: number
    readonly tokenHash: Buffer
    readonly kind: string
    readonly userId: string | undefined
    readonly facts: object
    readonly expiresAt: Date
  },
): Promise<void> {
  await db.query({
    name: 'add-ceremony',
    text: `insert into sign_in_ceremony (token_hash, account_id, kind, user_id, facts, expires_at)
           values ($1, $2, $3, $4, $5, $6)`,
    values: [row.tokenHash, row.accountId, row.kind, row.userId ?? null, JSON.stringify(row.facts), row.expiresAt],
  })
}

interface CeremonyKey {
  readonly accountId: number
  readonly tokenHash: Buffer
  readonly kind: string
  readonly at: Date
}

const isGood = 'token_hash = $2 and account_id = $1 and kind = $3 and expires_at > $4'

/** Leaves it there: a mistyped code may be typed again. */
export async function findCeremony(
  db: Queryable,
  { accountId, tokenHash, kind, at }: CeremonyKey,
): Promise<CeremonyRow | undefined> {
  const { rows } = await db.query<{ user_id: string | null; facts: unknown }>({
    name: 'find-ceremony',
    text: `select user_id, facts from sign_in_ceremony where ${isGood}`,
    values: [accountId, tokenHash, kind, at],
  })
  return rows[0] && { userId: rows[0].user_id, facts: rows[0].facts }
}

/** For good: of two who come with it one gets it. */
export async function takeCeremony(
  db: Queryable | Tx,
  { accountId, tokenHash, kind, at }: CeremonyKey,
): Promise<CeremonyRow | undefined> {
  const { rows } = await db.query<{ user_id: string | null; facts: unknown }>({
    name: 'take-ceremony',
    text: `delete from sign_in_ceremony where ${isGood} returning user_id, facts`,
    values: [accountId, tokenHash, kind, at],
  })
  return rows[0] && { userId: rows[0].user_id, facts: rows[0].facts }
}

/** Of the user: what is half done does not outlive what it began with. */
export async function forgetCeremonies(
  tx: Tx,
  { accountId, userId }: { readonly accountId: number; readonly userId: string },
): Promise<void> {
  await tx.query({
    name: 'forget-ceremonies-of-user',
    text: 'delete from sign_in_ceremony where account_id = $1 and user_id = $2',
    values: [accountId, userId],
  })
}
