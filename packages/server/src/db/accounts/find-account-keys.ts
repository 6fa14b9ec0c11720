import type { DeferRule } from '@muster/core/agent/defer-rule.ts'
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

/** With the rule by which commands of the type are put off; undefined where they never are. */
export async function findKeysAndDeferRule(
  db: Queryable,
  accountId: number,
  type: string,
): Promise<{ keys: AccountKeys; defer: DeferRule | undefined }> {
  const { rows } = await db.query<KeysRow & { defer: DeferRule | null }>({
    name: 'find-keys-and-defer-rule',
    text: `select ${columns}, agent_policy -> 'defer' -> $2::text as defer from account where account_id = $1`,
    values: [accountId, type],
  })
  return { keys: toKeys(accountId, rows), defer: rows[0]?.defer ?? undefined }
}

function toKeys(accountId: number, [row]: readonly KeysRow[]): AccountKeys {
  if (row === undefined) throw new Error(`there is no account ${accountId}`)
  return {
    sealKey: row.seal_key,
    commandPrivateKey: row.command_private_key,
    commandPublicKey: row.command_public_key,
  }
}
