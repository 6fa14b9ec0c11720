/**
 * The states of a target. Codes are stored: add at the end, never renumber.
 *
 * held          A wave, window, approval, lockdown or a revoked application keeps it back.
 * queued        Waits for its device; clock 1 (`deliver_by`) runs.
 * offered       Leased to one agent session; falls back to queued when the lease ends unanswered.
 * accepted      The agent verified it and wrote it to its own journal; clock 2 (`finish_by`) runs.
 * deferred      The agent said "not now", and tries again by itself; still on clock 1. What it says next, or a new
 *               connection of it, ends this; an agent that forgot it is offered it again a minute after its time.
 * running       The agent reports progress.
 * unresponsive  The agent fell silent after accepting; clock 2 runs on. Not an end: it may come back, and finish.
 * cancelling    A person, a newer action or the brake of its own asked the agent to stop; it may still finish first.
 *               Unanswered by its own deadline it is cancelled; where the brake asked, terminated.
 */
export const targetStates = [
  'not_supported',
  'not_found',
  'ambiguous',
  'no_op',
  'succeeded',
  'failed',
  'timed_out',
  'expired',
  'rejected',
  'cancelled',
  'superseded',
  'device_removed',
  'terminated',
  'held',
  'queued',
  'offered',
  'accepted',
  'deferred',
  'running',
  'unresponsive',
  'cancelling',
] as const
export type TargetState = (typeof targetStates)[number]

const codes = new Map<TargetState, number>(targetStates.map((state, index) => [state, index]))

export function stateCode(state: TargetState): number {
  return codes.get(state)!
}

export function stateOfCode(code: number): TargetState {
  const state = targetStates[code]
  if (state === undefined) throw new Error(`no target state has the code ${code}`)
  return state
}

const firstOpenCode = stateCode('held')

/** An open target still owes its end; a terminal one never changes again. */
export function isOpen(state: TargetState): boolean {
  return stateCode(state) >= firstOpenCode
}

/** What may follow what. A move that is not listed is refused, and a result beyond an end is kept as late. */
const moves: Record<TargetState, readonly TargetState[]> = {
  not_supported: [],
  not_found: [],
  ambiguous: [],
  no_op: [],
  succeeded: [],
  failed: [],
  timed_out: [],
  expired: [],
  rejected: [],
  cancelled: [],
  superseded: [],
  device_removed: [],
  terminated: [],
  held: ['queued', 'cancelled', 'expired', 'superseded', 'device_removed', 'terminated'],
  queued: ['held', 'offered', 'cancelled', 'expired', 'superseded', 'device_removed', 'terminated'],
  offered: [
    'queued',
    'accepted',
    'deferred',
    'running',
    'succeeded',
    'failed',
    'rejected',
    'expired',
    'cancelling',
    'superseded',
    'device_removed',
  ],
  deferred: ['queued', 'offered', 'accepted', 'rejected', 'expired', 'cancelling', 'device_removed'],
  accepted: ['running', 'succeeded', 'failed', 'rejected', 'unresponsive', 'timed_out', 'cancelling', 'device_removed'],
  running: ['succeeded', 'failed', 'rejected', 'unresponsive', 'timed_out', 'cancelling', 'device_removed'],
  unresponsive: ['accepted', 'running', 'succeeded', 'failed', 'timed_out', 'cancelling', 'device_removed'],
  cancelling: ['cancelled', 'terminated', 'succeeded', 'failed', 'rejected', 'device_removed'],
}

export function mayMove(from: TargetState, to: TargetState): boolean {
  return moves[from].includes(to)
}

/** The states from which a target may move to `to`: what a compare-and-set statement asks for. */
export function statesBefore(to: TargetState): TargetState[] {
  return targetStates.filter((from) => mayMove(from, to))
}

/** The wire's three answers: 1 applied or accepted, 0 failed, -1 not supported on this device. */
export type WireStatus = 1 | 0 | -1

export function wireStatus(state: TargetState): WireStatus {
  if (state === 'not_supported') return -1
  return state === 'succeeded' || state === 'no_op' || isOpen(state) ? 1 : 0
}
