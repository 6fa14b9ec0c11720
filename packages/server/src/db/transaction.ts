import { escapeLiteral, type Pool, type PoolClient } from 'pg'
import type { Tx } from './pool.ts'

/** How a transaction runs; PostgreSQL's own defaults where nothing is said. */
export type TransactionOptions = {
  isolation?: 'read committed' | 'repeatable read' | 'serializable'
  readOnly?: boolean
  /** Server settings for this transaction alone, such as `{ work_mem: '64MB' }`. */
  settings?: Record<string, string>
}

/**
 * For what is asked about few or many rows by their keys. The planner may think a table empty that this very
 * transaction fills, and keeps the plan: 10 000 times a reading of the whole table is what came of it. Sorts and hashes
 * of large requests stay in memory.
 */
export const byKeys = {
  enable_seqscan: 'off',
  enable_nestloop: 'on',
  enable_hashjoin: 'on',
  enable_mergejoin: 'on',
  work_mem: '64MB',
}

/**
 * Runs `work` in a transaction: commits when it ends well, else rolls back and throws what `work` threw.
 * A connection that broke meanwhile does not go back to the pool.
 */
export async function inTransaction<T>(
  pool: Pool,
  work: (tx: Tx) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const client = await pool.connect()
  // The pool listens to idle clients only; a break between two statements of ours must not end the process.
  let broken: Error | undefined
  const noteBreak = (error: Error) => {
    broken = error
  }
  client.on('error', noteBreak)
  try {
    await begin(client, options)
    const result = await work(client)
    await commit(client)
    return result
  } catch (error) {
    await client.query('rollback').catch(noteBreak)
    throw error
  } finally {
    client.off('error', noteBreak)
    client.release(broken)
  }
}

/**
 * As `inTransaction`, on a connection that is free at this moment; undefined where none is. Never waits for one: who
 * holds a connection already and waits for a second may wait for another that does the same.
 */
export function inIdleConnection<T>(
  pool: Pool,
  work: (tx: Tx) => Promise<T>,
  options?: TransactionOptions,
): Promise<T> | undefined {
  const isFree = pool.waitingCount === 0 && (pool.idleCount > 0 || pool.totalCount < pool.options.max)
  return isFree ? inTransaction(pool, work, options) : undefined
}

// One message, whatever the settings.
async function begin(client: PoolClient, { isolation, readOnly, settings }: TransactionOptions): Promise<void> {
  const kind = `${isolation ? ` isolation level ${isolation}` : ''}${readOnly ? ' read only' : ''}`
  await client.query(`begin${kind}; ${settings ? setLocal(settings) : ''}`)
}

/** Statements that change settings for the rest of the transaction. */
export function setLocal(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `set local ${name} = ${escapeLiteral(value)};`)
    .join(' ')
}

// PostgreSQL answers a commit after a failed statement with a rollback and no error.
async function commit(client: PoolClient): Promise<void> {
  const { command } = await client.query('commit')
  if (command === 'COMMIT') return
  throw new Error('The transaction was rolled back: a statement in it failed, and its error was swallowed')
}
