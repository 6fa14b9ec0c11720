import type { Pool, PoolClient } from 'pg'

/** Notes every statement that goes through the pool from now on, by its name or its text. */
export function logStatements(pool: Pool): { take(): string[] } {
  const statements: string[] = []
  const hooked = new WeakSet<PoolClient>()
  pool.on('acquire', (client) => {
    if (hooked.has(client)) return
    hooked.add(client)
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    Object.assign(client, {
      query: (...args: [string | { name?: string; text: string }, ...unknown[]]) => {
        const [statement] = args
        statements.push(typeof statement === 'string' ? statement : (statement.name ?? statement.text))
        return query(...args)
      },
    })
  })
  return { take: () => statements.splice(0) }
}
