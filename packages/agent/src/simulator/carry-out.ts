import type { EndResult, JournalCommand } from '../journal/entries.ts'
import type { SimulatedAgent } from './agent.ts'
import { sendReport } from './send-report.ts'
import type { Appointment } from './wheel.ts'
import { resultOf } from './work-facts.ts'

/** A command between its arrival and the server's receipt, as far as it is not in the journal. */
export interface Run {
  readonly receivedAt: number
  /** When its result was said first. */
  saidAt?: number
  abort?: AbortController
  appointment?: Appointment
}

/** Takes the time of the work, is half done at some point, and ends as the knobs say; brings its report where there is one. */
export function carryOut(
  agent: SimulatedAgent,
  command: JournalCommand,
  run: Run,
  say: { halfDone(): void; end(ended: EndResult): void },
): void {
  const { wheel, knobs } = agent.world
  const half = knobs.workTime * agent.random.between(0.25, 0.75)
  run.appointment = wheel.after(half, () => {
    say.halfDone()
    run.appointment = wheel.after(half, async () => {
      const ended = await finish(agent, command, run)
      if (ended !== undefined) say.end(ended)
    })
  })
}

/** Undefined where it was called off. */
async function finish(agent: SimulatedAgent, command: JournalCommand, run: Run): Promise<EndResult | undefined> {
  const { world, random } = agent
  const failed = (message: string): EndResult => ({ state: 'failed', reason: 'agent_error', message })
  if (random.chance(world.knobs.fail)) return failed('The simulator was told to fail.')
  const { id, type, params } = command
  const report = world.reports.byType[type]
  if (report !== undefined) {
    run.abort = new AbortController()
    const failure = await sendReport(agent, { commandId: id, signal: run.abort.signal, ...report })
    if (run.abort.signal.aborted) return undefined
    if (failure !== undefined) return failed(failure)
  }
  return { state: 'succeeded', data: resultOf(type, params, report) }
}
