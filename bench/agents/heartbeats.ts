import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { atMost, type BenchResult, measured } from '../support/result.ts'
import type { Stage } from './stage.ts'

const minuteMilliseconds = 60_000
/** As the server asks its agents to. */
const everyMilliseconds = 25_000
/** Presence is written in sets and now and then: far fewer rows than heartbeats, never one for each. */
const rowsPerHeartbeatMax = 0.1

/** A minute in which everybody is there and nobody does anything. */
export async function measureHeartbeats({ count, server, load }: Stage): Promise<BenchResult[]> {
  const rowsBefore = await countRewrittenRows(server.pool)
  const busyBefore = await readBusyMillis(server.pid)
  await load.ask({ do: 'beat', everyMilliseconds })
  await delay(minuteMilliseconds)
  const beats = await load.ask<number>({ do: 'stop-beating' })
  const rows = (await countRewrittenRows(server.pool)) - rowsBefore
  const busy = (await readBusyMillis(server.pid)) - busyBefore
  const name = `a minute of ${count} idle agents`
  return [
    measured(`${name}: heartbeats`, beats, ''),
    measured(`${name}: rows rewritten`, rows, ''),
    atMost(`${name}: rows rewritten per heartbeat`, rows / beats, '', rowsPerHeartbeatMax),
    ...(Number.isNaN(busy) ? [] : [measured(`${name}: time of the server's processor`, busy, 'ms')]),
  ]
}

/** What an idle connection has counted is told some ten seconds late; this asks until the counts stand still. */
async function countRewrittenRows(pool: pg.Pool): Promise<number> {
  for (let before = -1; ; ) {
    await delay(11_000)
    const { rows } = await pool.query<{ count: number }>(
      'select coalesce(sum(n_tup_upd), 0)::float8 as count from pg_stat_user_tables',
    )
    const { count } = rows[0]!
    if (count === before) return count
    before = count
  }
}

/** Time that the process has spent on a processor; NaN where the system does not tell. */
async function readBusyMillis(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // In hundredths of a second, on every Linux there is.
  return (Number(fields[11]) + Number(fields[12])) * 10
}
