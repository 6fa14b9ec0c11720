import { setTimeout as delay } from 'node:timers/promises'
import { startFleet } from './fleet.ts'
import type { Measures } from './measures.ts'
import type { SliceOrder } from './slice.ts'
import { formatSummary, type Summary, summarize } from './summary.ts'

export interface Simulation extends Omit<SliceOrder, 'from' | 'to'> {
  readonly count: number
  readonly workers: number
  /** Ends after so long; undefined: when it is interrupted. */
  readonly durationSeconds?: number | undefined
  /** Ends when all are connected, nothing is under way, and nothing happened for so long. */
  readonly idleSeconds?: number | undefined
  readonly json: boolean
}

const lookMilliseconds = 100

/** Runs a simulation to its end, and prints what it measured. Resolves with the exit code: 1 after protocol errors. */
export async function simulate(simulation: Simulation): Promise<number> {
  const { count, workers, durationSeconds, idleSeconds, json, ...order } = simulation
  const { server, seed } = order
  const startedAt = performance.now()
  const secondsPassed = () => (performance.now() - startedAt) / 1000
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort())
  process.stderr.write(`${count} agents, --seed ${seed}\n`)
  const fleet = await startFleet({ ...order, from: 0, to: count }, { workers })
  const line = openProgressLine()

  async function untilEnd(): Promise<void> {
    while (!interrupted.signal.aborted) {
      const measures = fleet.measures()
      line.show(describe(measures, secondsPassed()))
      if (durationSeconds !== undefined && secondsPassed() >= durationSeconds) return
      if (idleSeconds !== undefined && isIdle(measures) && fleet.quietFor() >= idleSeconds * 1000) return
      // All were sent away, or could not enrol.
      if (measures.present === 0) return
      await delay(lookMilliseconds, undefined, { signal: interrupted.signal }).catch(() => undefined)
    }
  }

  try {
    await Promise.race([untilEnd(), fleet.failed])
  } finally {
    line.clear()
  }
  const { connected } = fleet.measures()
  const run = { server, seed, agents: count, seconds: Math.round(secondsPassed() * 10) / 10 }
  await fleet.stop()
  // The goodbyes belong to the end, not to what was measured.
  const summary: Summary = { ...summarize(run, fleet.measures()), connected }
  process.stdout.write(json ? `${JSON.stringify(summary, undefined, 2)}\n` : formatSummary(summary))
  // Where nobody ever got in, nothing was measured.
  return summary.protocol_errors > 0 || summary.counts.connections === 0 ? 1 : 0
}

function isIdle({ present, connected, under_way }: Measures): boolean {
  return connected === present && under_way === 0
}

function describe({ present, connected, under_way, counts }: Measures, seconds: number): string {
  return (
    `${seconds.toFixed(0)} s: ${connected}/${present} connected, ${counts.commands_received} commands, ` +
    `${under_way} under way, ${counts.results_stored} results stored`
  )
}

/** One line that is written over; nothing where nobody looks. */
function openProgressLine() {
  const { stderr } = process
  const write = (text: string) => {
    if (stderr.isTTY) stderr.write(`\r\u001b[K${text.slice(0, (stderr.columns ?? 80) - 1)}`)
  }
  return { show: write, clear: () => write('') }
}
