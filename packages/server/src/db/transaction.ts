import type { Pool, PoolClient } from 'pg'
import type { Tx } from './pool.ts'

/** How a transaction runs; PostgreSQL's own defaults where nothing is said. */
export type TransactionOptions = {
  isolation?: 'read committed' | 'repeatable read' | 'serializable'
  readOnly?: boolean
  /** Server settings for this transaction alone, such as `{ work_mem: '64MB' }`. */
  settings?: Record<string, string>
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

async function begin(client: PoolClient, options: TransactionOptions): Promise<void> {
  const isolation = options.isolation ? ` isolation level ${options.isolation}` : ''
  await client.query(`begin${isolation}${options.readOnly ? ' read only' : ''}`)
  const settings = Object.entries(options.settings ?? {})
  if (settings.length === 0) return
  await client.query(
    'select set_config(name, value, true) from unnest($1::text[], $2::text[]) as setting (name, value)',
    [settings.map(([name]) => name), settings.map(([, value]) => value)],
  )
}

// PostgreSQL answers a commit after a failed statement with a rollback and no error.
async function commit(client: PoolClient): Promise<void> {
  const { command } = await client.query('commit')
  if (command === 'COMMIT') return
  throw new Error('The transaction was rolled back: a statement in it failed, and its error was swallowed')
}
