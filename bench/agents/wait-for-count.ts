import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'

const patienceMilliseconds = 120_000

/** Waits until the statement counts so many. */
export async function waitForCount(pool: pg.Pool, statement: string, wanted: number): Promise<void> {
  const deadline = performance.now() + patienceMilliseconds
  for (;;) {
    const { rows } = await pool.query<{ count: number }>(statement)
    if (rows[0]!.count === wanted) return
    if (performance.now() > deadline) throw new Error(`${rows[0]!.count} instead of ${wanted}: ${statement}`)
    await delay(50)
  }
}
