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

/** The next time that the pool is to run the statement of this name, does something first; once. */
export function whenStated<T>(pool: Pool, name: string, first: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let isDone = false
    pool.on('acquire', (client) => {
      if (isDone) return
      const query = client.query.bind(client) as (...args: unknown[]) => unknown
      Object.assign(client, {
        query: async (...args: [string | { name?: string }, ...unknown[]]) => {
          const [statement] = args
          if (!isDone && typeof statement !== 'string' && statement.name === name) {
            isDone = true
            await first().then(resolve, reject)
          }
          return query(...args)
        },
      })
    })
  })
}
