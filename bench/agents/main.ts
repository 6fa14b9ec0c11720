import { checkDescriptors } from '../../packages/agent/src/simulator/descriptors.ts'
import { closeConnections } from '../support/request.ts'
import type { BenchResult } from '../support/result.ts'
import { measureCompletion } from './completion.ts'
import { measureFanOut } from './fan-out.ts'
import { measureHeartbeats } from './heartbeats.ts'
import { measureMemory } from './memory.ts'
import { setStage } from './stage.ts'
import { measureStorm } from './storm.ts'

/** Ratios need so many pairs. */
const pairsMin = 15
const stormsMax = 3

/** Many agents on one server process: what they cost while idle, and how fast all of them are told and answer. */
export async function benchAgents({ rounds, count }: { rounds: number; count: number }): Promise<BenchResult[]> {
  checkDescriptors(count)
  const stage = await setStage(count)
  const say = (what: string) => process.stderr.write(`  ${what}\n`)
  try {
    say(`${count} connections to a bare server, and to ours`)
    const results = await measureMemory(stage)
    say('commands to all')
    results.push(...(await measureFanOut(stage, Math.max(pairsMin, rounds))))
    say('commands until they are done')
    results.push(...(await measureCompletion(stage, rounds)))
    say('reconnect storms')
    results.push(...(await measureStorm(stage, Math.min(rounds, stormsMax))))
    say('a minute of heartbeats')
    results.push(...(await measureHeartbeats(stage)))
    return results
  } finally {
    closeConnections()
    await stage.close()
  }
}
