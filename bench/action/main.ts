import type { BenchResult } from '../support/result.ts'
import { atMost } from '../support/result.ts'
import { startBenchServer } from '../support/server.ts'
import { measureFanOut } from './fan-out.ts'
import { addFleet } from './fleet.ts'
import { measureOthers } from './others.ts'
import { measurePairs } from './pairs.ts'

const memoryMaxMebibytes = 400

/** One action on many devices: beside bare SQL, beside other users, and out to 10 000 agents. */
export async function benchAction({ rounds }: { rounds: number }): Promise<BenchResult[]> {
  const server = await startBenchServer()
  try {
    const fleet = await addFleet(server)
    const results = await measurePairs(server, fleet, rounds)
    results.push(...(await measureOthers(server, fleet, rounds)))
    const peak = await server.peakMemory()
    if (peak !== undefined)
      results.push(atMost('server memory at its peak, 100 000 devices', peak, 'MiB', memoryMaxMebibytes))
    results.push(...(await measureFanOut(server, fleet, rounds)))
    return results
  } finally {
    await server.close()
  }
}
