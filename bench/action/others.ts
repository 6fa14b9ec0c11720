import { send } from '../support/request.ts'
import { atMost, type BenchResult, measured } from '../support/result.ts'
import type { BenchServer } from '../support/server.ts'
import { median, percentile } from '../support/statistics.ts'
import { cleanUp } from './bare.ts'
import { actionBody, actionCases } from './cases.ts'
import { type BenchFleet, fleetSize } from './fleet.ts'

const waitMaxMillis = 150

/** What single-device actions on other devices wait while one request changes 100 000. */
export async function measureOthers(
  { url, pool }: BenchServer,
  fleet: BenchFleet,
  rounds: number,
): Promise<BenchResult[]> {
  const action = `${url}/o/api/v3.3/devices/action`
  const waits: number[] = []
  const alone: number[] = []
  let next = 0
  const single = async () => {
    next += 1
    const body = JSON.stringify({ types: 'exempt', ids: [fleet.others[next % fleet.others.length]] })
    return (await send(action, { token: fleet.token, body })).millis
  }
  for (let count = 0; count < 200; count += 1) alone.push(await single())
  for (let round = 0; round < rounds; round += 1) {
    for (const bulkCase of actionCases) {
      await cleanUp(pool)
      let done = false
      const bulk = send(action, { token: fleet.token, body: actionBody(fleet, bulkCase, fleetSize) }).finally(() => {
        done = true
      })
      while (!done) waits.push(await single())
      await bulk
    }
  }
  return [
    measured('single-device action alone: median', median(alone), 'ms'),
    measured(`single-device action during a 100 000-device one: median of ${waits.length}`, median(waits), 'ms'),
    atMost('single-device action during a 100 000-device one: p99', percentile(waits, 99), 'ms', waitMaxMillis),
  ]
}
