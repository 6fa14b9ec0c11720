import { randomBytes } from 'node:crypto'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemCaller } from '../caller.ts'
import { findFirstAccount } from '../db/accounts/find-first-account.ts'
import { lockSetUp } from '../db/accounts/lock-set-up.ts'
import { addOperatorToken, knowsToken } from '../db/oauth/operator-tokens.ts'
import type { Tx } from '../db/pool.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Services } from '../services.ts'
import { sha256Of } from '../sha256.ts'
import { uuidV7 } from '../uuid-v7.ts'
import { createAccount } from './create-account.ts'
import { writeAudit } from './write-audit.ts'

type SetUpServices = Pick<Services, 'pool' | 'now' | 'log'>

/**
 * The first start makes the account; every start makes sure that the data directory holds an operator token that the
 * database knows. Several nodes may start at once. Returns the account and where the token lies.
 */
export async function setUp(
  { pool, now, log }: SetUpServices,
  dataDirectory: string,
): Promise<{ accountId: number; operatorTokenFile: string }> {
  const file = join(dataDirectory, 'operator.token')
  const token = (await readToken(file)) ?? `mso_${randomBytes(32).toString('base64url')}`
  const accountId = await inTransaction(pool, async (tx) => {
    await lockSetUp(tx)
    const existing = await findFirstAccount(tx)
    const account = existing ?? (await createAccount(tx, { name: 'Default account', now: now() }))
    const audited = { firstStart: existing === undefined, newToken: await ensureToken(tx, account, token, now()) }
    if (audited.firstStart || audited.newToken) {
      await writeAudit(tx, systemCaller(account, 'system', 'start'), {
        at: now(),
        event: 'server.set_up',
        details: { account_created: audited.firstStart, operator_token_created: audited.newToken },
      })
    }
    // Before the commit: a token that the database knows and nobody has would be useless, the other way round is mended.
    await writeFile(file, `${token}\n`, { mode: 0o600 })
    await chmod(file, 0o600)
    return account
  })
  log.info({ file }, 'operator token')
  return { accountId, operatorTokenFile: file }
}

async function ensureToken(tx: Tx, accountId: number, token: string, at: Date): Promise<boolean> {
  const tokenHash = sha256Of(token)
  if (await knowsToken(tx, tokenHash)) return false
  await addOperatorToken(tx, {
    accountId,
    tokenHash,
    tokenId: uuidV7(at),
    userName: 'operator',
    scopes: ['read', 'actions', 'admin'],
    createdAt: at,
  })
  return true
}

async function readToken(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new Error(`Cannot read the operator token ${file}: ${error.message}`, { cause: error })
  })
  const token = text?.trim()
  if (token === undefined) return undefined
  if (!/^mso_[A-Za-z0-9_-]{43}$/.test(token)) {
    throw new Error(`${file} does not hold an operator token. Remove the file: the next start makes a new one.`)
  }
  return token
}
