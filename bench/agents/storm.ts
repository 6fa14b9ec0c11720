import { moment } from '../support/agent-sockets.ts'
import { atMost, type BenchResult, measured } from '../support/result.ts'
import { median } from '../support/statistics.ts'
import type { Stage } from './stage.ts'
import { waitForCount } from './wait-for-count.ts'

/** All connections break at one moment, and all agents come back at once. */
export async function measureStorm({ count, server, load }: Stage, rounds: number): Promise<BenchResult[]> {
  const times: number[] = []
  let failures = 0
  for (let round = 0; round < rounds; round += 1) {
    await load.ask({ do: 'break' })
    await waitForCount(server.pool, 'select count(*)::int as count from device_presence where online', 0)
    const start = moment()
    failures += await load.ask<number>({ do: 'connect', from: 0, to: count, atOnce: count })
    times.push(moment() - start)
    await waitForCount(server.pool, 'select count(*)::int as count from device_presence where online', count)
  }
  return [
    measured(`reconnect storm: all ${count} are back: median`, median(times), 'ms'),
    atMost(`reconnect storm: attempts that failed, of ${count * rounds}`, failures, '', 0),
  ]
}
