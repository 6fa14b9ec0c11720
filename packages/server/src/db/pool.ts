import pg, { type Pool, type PoolClient, type PoolConfig } from 'pg'
import type { Log } from './log.ts'

/** The oldest PostgreSQL that the statements here are written for. */
export const oldestServerVersion = 15

/** A transaction's handle: inside `inTransaction`, all statements go through it. */
export type Tx = Pick<PoolClient, 'query'>

/** What runs a single statement: a pool or a transaction. */
export type Queryable = Pick<Pool, 'query'> | Tx

/** A column of type `bigint`, as the driver hands it over: JavaScript's numbers do not hold them all. */
export type Int8 = string

/**
 * Opens the database: a pool of connections to a server that has been reached and is new enough.
 * @throws with the remedy, and never with the password, when it cannot be reached or is too old
 */
export async function openDatabase(
  url: string,
  options: { log?: Log | undefined; connectionsMax?: number; applicationName?: string } = {},
): Promise<Pool> {
  const pool = new pg.Pool(toConfig(url, options))
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  pool.on('error', (error) => {
    // The error carries the whole connection, with what it is keyed by; two words of it will do.
    const { message, code } = error as NodeJS.ErrnoException
    options.log?.warn({ problem: message, code }, 'an idle database connection broke')
  })
  try {
    await checkServerVersion(pool, url)
  } catch (error) {
    await pool.end()
    throw error
  }
  return pool
}

/** The address without its password, for messages. */
export function redactUrl(url: string): string {
  if (!isAddress(url)) return '(not a database address)'
  const parsed = new URL(url)
  if (parsed.password) parsed.password = '***'
  if (parsed.searchParams.has('password')) parsed.searchParams.set('password', '***')
  return parsed.toString()
}

function isAddress(url: string): boolean {
  return /^postgres(ql)?:\/\//.test(url) && URL.canParse(url)
}

function toConfig(url: string, options: { connectionsMax?: number; applicationName?: string }): PoolConfig {
  if (!isAddress(url)) {
    throw new Error('The database address is not one. Write it as postgresql://user:password@host:5432/database')
  }
  return {
    connectionString: url,
    application_name: options.applicationName ?? 'muster',
    max: options.connectionsMax ?? 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // A transaction that waits on us, not we on it, holds its locks for nothing.
    idle_in_transaction_session_timeout: 60_000,
    // Compiling takes longer than any statement here: an import of a few devices took 20 times as long. Whoever thinks
    // otherwise says so in the address.
    options: '-c jit=off',
  }
}

async function checkServerVersion(pool: Pool, url: string): Promise<void> {
  const { rows } = await pool
    .query<{ number: string; text: string; encoding: string }>(
      `select current_setting('server_version_num') as number, current_setting('server_version') as text,
         current_setting('server_encoding') as encoding`,
    )
    .catch((error: unknown) => {
      const reason = error instanceof Error ? error.message || (error as NodeJS.ErrnoException).code : error
      throw new Error(`Cannot reach the database at ${redactUrl(url)}: ${reason}. Check DATABASE_URL.`, {
        cause: error,
      })
    })
  const found = rows[0]!
  if (Math.floor(Number(found.number) / 10_000) < oldestServerVersion) {
    throw new Error(
      `The database at ${redactUrl(url)} is PostgreSQL ${found.text}; Muster needs ${oldestServerVersion} or newer. ` +
        'Upgrade that server, or unset DATABASE_URL to use the embedded one.',
    )
  }
  if (found.encoding !== 'UTF8') {
    throw new Error(
      `The database at ${redactUrl(url)} has the encoding ${found.encoding}; Muster needs UTF8. ` +
        `Make one with: create database muster template template0 encoding 'UTF8'`,
    )
  }
}
