import type { DeferRule } from '@muster/core/agent/defer-rule.ts'
import { type Surroundings, surroundings } from '../actions/choose-way.ts'
import type { Queryable } from '../pool.ts'

/** Secret; keep it out of logs and answers. */
export interface AccountKeys {
  readonly sealKey: Buffer
  /** Ed25519, PKCS #8 DER. */
  readonly commandPrivateKey: Buffer
  /** Ed25519, SPKI DER. */
  readonly commandPublicKey: Buffer
}

interface KeysRow {
  readonly seal_key: Buffer
  readonly command_private_key: Buffer
  readonly command_public_key: Buffer
}

const columns = 'seal_key, command_private_key, command_public_key'

export async function findAccountKeys(db: Queryable, accountId: number): Promise<AccountKeys> {
  const { rows } = await db.query<KeysRow>({
    name: 'find-account-keys',
    text: `select ${columns} from account where account_id = $1`,
    values: [accountId],
  })
  return toKeys(accountId, rows)
}

/** Undefined where there is no such account: the number is a stranger's. */
export async function findSealKey(db: Queryable, accountId: number): Promise<Buffer | undefined> {
  const { rows } = await db.query<Pick<KeysRow, 'seal_key'>>({
    name: 'find-seal-key',
    text: 'select seal_key from account where account_id = $1::bigint',
    values: [accountId],
  })
  return rows[0]?.seal_key
}

/** All that an action needs to know before it is judged. */
export interface ActionBasis extends Surroundings {
  readonly keys: AccountKeys
  /** By which commands of the type are put off; undefined where they never are. */
  readonly defer: DeferRule | undefined
  /** Whether any webhook is told of anything: else nothing is written for them. */
  readonly tellsWebhooks: boolean
}

export async function findActionBasis(
  db: Queryable,
  { accountId, type, workKey, now }: { accountId: number; type: string; workKey: string | undefined; now: Date },
): Promise<ActionBasis> {
  const { rows } = await db.query<KeysRow & Surroundings & { defer: DeferRule | null; tells: boolean }>({
    name: 'find-action-basis',
    text: `select ${columns}, agent_policy -> 'defer' -> $2::text as defer,
             exists (select from webhook w where w.account_id = $1 and w.enabled) as tells,
             ${surroundings({ account: '$1', workKey: '$3', now: '$4' })}
           from account where account_id = $1`,
    values: [accountId, type, workKey ?? null, now],
  })
  const keys = toKeys(accountId, rows)
  const { defer, tells, devicePages, equalWork } = rows[0]!
  return { keys, defer: defer ?? undefined, tellsWebhooks: tells, devicePages, equalWork }
}

function toKeys(accountId: number, [row]: readonly KeysRow[]): AccountKeys {
  if (row === undefined) throw new Error(`there is no account ${accountId}`)
  return {
    sealKey: row.seal_key,
    commandPrivateKey: row.command_private_key,
    commandPublicKey: row.command_public_key,
  }
}
