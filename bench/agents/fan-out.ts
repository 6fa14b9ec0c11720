import { atMost, type BenchResult, measured } from '../support/result.ts'
import { median, pairedRatio } from '../support/statistics.ts'
import { actOnAll, type Stage } from './stage.ts'

const ratioMax = 3
const warmUps = 2

/** From the answer until the last agent holds its command, beside a bare server that sends the same bytes to as many. */
export async function measureFanOut(stage: Stage, rounds: number): Promise<BenchResult[]> {
  const { count, server, load, bare, bareLoad } = stage
  const pairs: { ours: number; bare: number }[] = []
  await load.ask({ do: 'answer', yes: false })
  for (let round = -warmUps; round < rounds; round += 1) {
    const all = load.ask<number>({ do: 'commands', count })
    const answeredAt = await actOnAll(stage, 'dhcprenew')
    const ours = (await all) - answeredAt
    await server.pool.query('delete from target')
    await server.pool.query('vacuum target')
    const text = await load.ask<string>({ do: 'sample' })
    if (!text.includes('"proof"')) throw new Error(`that was no command: ${text.slice(0, 300)}`)
    const heard = bareLoad.ask<number>({ do: 'commands', count })
    const startedAt = await bare.ask<number>({ do: 'tell', text })
    const other = (await heard) - startedAt
    if (round >= 0) pairs.push({ ours, bare: other })
  }
  const { ratio, low, high } = pairedRatio(pairs)
  const name = `answer until the last of ${count} agents holds its command`
  return [
    measured(`${name}: median`, median(pairs.map(({ ours }) => ours)), 'ms'),
    measured(`${name}: bare ws, the same bytes`, median(pairs.map((pair) => pair.bare)), 'ms'),
    atMost(`${name}: ratio [${low.toFixed(2)}, ${high.toFixed(2)}]`, ratio, '×', ratioMax),
  ]
}
