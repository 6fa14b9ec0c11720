import { atMost, type BenchResult, measured } from '../support/result.ts'
import type { Stage } from './stage.ts'

const ratioMax = 3
const kibibytesMax = 25
const connectingAtOnce = 200

/** Connects everybody; what an idle connection costs is the slope between a fifth of them and all. */
export async function measureMemory({ count, server, load, bareLoad, bareMemory }: Stage): Promise<BenchResult[]> {
  const first = Math.ceil(count / 5)
  const grow = async (side: Stage['load'], memory: () => Promise<number | undefined>) => {
    await side.ask({ do: 'connect', from: 0, to: first, atOnce: connectingAtOnce })
    const before = await memory()
    await side.ask({ do: 'connect', from: first, to: count, atOnce: connectingAtOnce })
    const after = await memory()
    return before === undefined || after === undefined ? undefined : (after - before) / (count - first)
  }
  const bare = await grow(bareLoad, bareMemory)
  const ours = await grow(load, server.settledMemory)
  if (ours === undefined || bare === undefined) return []
  const name = `server memory per idle connection, slope from ${first} to ${count}`
  return [
    atMost(name, ours, 'KiB', kibibytesMax),
    measured(`${name}: bare ws`, bare, 'KiB'),
    atMost(`${name}: ratio`, ours / bare, '×', ratioMax),
  ]
}
