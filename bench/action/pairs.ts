import { closeConnections, send } from '../support/request.ts'
import { atMost, type BenchResult, measured } from '../support/result.ts'
import type { BenchServer } from '../support/server.ts'
import { median, pairedRatio } from '../support/statistics.ts'
import { cleanUp, runBare } from './bare.ts'
import { type ActionCase, actionBody, actionCases, checkAnswer } from './cases.ts'
import type { BenchFleet } from './fleet.ts'

const sizes = [1, 100, 1_000, 10_000, 100_000] as const
const ratioMax = 1.25
const exponentMax = 1.05

/** Every case and size through HTTP, each right beside the bare SQL; at 10 000 and 100 000 the ratio has a bar. */
export async function measurePairs(server: BenchServer, fleet: BenchFleet, rounds: number): Promise<BenchResult[]> {
  const results: BenchResult[] = []
  for (const action of actionCases) {
    const name = `${action.kind}-side type by ${action.by}`
    const medians = new Map<number, number>()
    for (const size of sizes) {
      const pairs = await runPairs(server, fleet, action, size, size >= 10_000 ? Math.max(15, rounds) : rounds)
      const ours = median(pairs.map((pair) => pair.ours))
      medians.set(size, ours)
      const { ratio, low, high } = pairedRatio(pairs)
      results.push(measured(`${name}, ${size}: answer`, ours, 'ms'))
      results.push(measured(`${name}, ${size}: bare SQL`, median(pairs.map((pair) => pair.bare)), 'ms'))
      const label = `${name}, ${size}: ratio [${low.toFixed(2)}, ${high.toFixed(2)}]`
      results.push(size >= 10_000 ? atMost(label, ratio, '×', ratioMax) : measured(label, ratio, '×'))
    }
    const exponent = Math.log(medians.get(100_000)! / medians.get(1_000)!) / Math.log(100)
    results.push(atMost(`${name}: growth exponent, 1 000 to 100 000`, exponent, '', exponentMax))
  }
  closeConnections()
  return results
}

async function runPairs(server: BenchServer, fleet: BenchFleet, action: ActionCase, size: number, rounds: number) {
  const body = actionBody(fleet, action, size)
  const pairs: { ours: number; bare: number }[] = []
  // The first two rounds warm caches, plans and the compiler up.
  for (let round = -2; round < rounds; round += 1) {
    await cleanUp(server.pool)
    const { bytes, millis } = await send(`${server.url}/o/api/v3.3/devices/action`, { token: fleet.token, body })
    checkAnswer(bytes, fleet, action, size)
    await cleanUp(server.pool)
    const bare = await runBare(server.pool, fleet, action, size)
    if (round >= 0) pairs.push({ ours: millis, bare })
  }
  process.stderr.write(
    `  ${action.kind} ${action.by} ${size}: ${median(pairs.map(({ ours, bare }) => ours / bare)).toFixed(2)}\n`,
  )
  return pairs
}
