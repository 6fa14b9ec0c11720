import { isOpen } from '@muster/core/action/life-cycle.ts'
import type { Applied, Outcome, Plan, Target } from '@muster/core/api/actions.ts'
import { tableText } from '../output/output.ts'
import { countsText } from './counts-text.ts'

const rowsMax = 50
const identifierMax = 64

/** The plan, what would not be done first. */
export function planText(plan: Plan): string {
  const wouldDo = (state: string) => state === 'succeeded' || state === 'queued'
  const rows = plan.targets.toSorted((a, b) => Number(wouldDo(a.state)) - Number(wouldDo(b.state)))
  return `${outcomesText(rows, plan.reasons, (state) => (wouldDo(state) ? 'applies' : state.replaceAll('_', ' ')))}
${plan.type} would be done to ${(plan.counts.succeeded ?? 0) + (plan.counts.queued ?? 0)} of ${plan.targets.length} devices; nothing was touched.
To do just this, run the same again with --planned ${plan.action_id}:${plan.root} instead of --plan.
`
}

/** What was asked for and is not done, nor about to be. */
export function appliedText(applied: Applied, rows: readonly Outcome[]): string {
  const table = rows.length === 0 ? '' : outcomesText(rows, applied.reasons, (state) => state.replaceAll('_', ' '))
  return `${table}Action ${applied.action_id}: ${countsText(applied.counts)}\n`
}

export function targetsText(rows: readonly Target[]): string {
  const text = tableText(
    rows.slice(0, rowsMax),
    [
      ['DEVICE', ({ device_id, identifier }) => device_id ?? shorten(identifier)],
      ['HOST', ({ hostname }) => hostname],
      ['STATE', ({ state, progress }) => (progress !== null && isOpen(state) ? `${state} ${progress} %` : state)],
      ['COMMAND', ({ command_id }) => command_id],
      ['MESSAGE', messageText],
    ],
    'No targets.',
  )
  return text + moreText(rows.length)
}

/** With when a device that puts it off tries again, and what it said after the end, which no longer counts. */
function messageText({ state, message, result, late_result, retry_at }: Target): string {
  const late = late_result as { state: string; at: string } | null
  const told = late === null ? [] : `(late, at ${late.at}: ${late.state})`
  const again = state === 'deferred' && retry_at !== null ? `(tries again at ${retry_at})` : []
  return [message ?? scanText(result), again, told].flat().join(' ')
}

/** A scan has succeeded whatever it found: the eye should not miss it. */
function scanText(result: unknown): string[] {
  const { findings } = (result ?? {}) as { findings?: unknown }
  if (typeof findings !== 'number') return []
  return [findings === 0 ? 'nothing found' : `FOUND ${findings}; see: muster finding list`]
}

function outcomesText(
  rows: readonly Outcome[],
  reasons: Readonly<Record<string, string>>,
  word: (state: string) => string,
): string {
  const text = tableText(
    rows.slice(0, rowsMax),
    [
      ['DEVICE', ({ identifier }) => shorten(identifier)],
      ['VERDICT', ({ state }) => word(state)],
      ['WHY', ({ reason }) => (reason === null ? '' : reasons[reason])],
    ],
    'No devices.',
  )
  return text + moreText(rows.length)
}

/** What is no device of ours can be anything, and would push the other columns away. */
function shorten(identifier: string): string {
  const characters = Array.from(identifier)
  return characters.length <= identifierMax ? identifier : `${characters.slice(0, identifierMax - 1).join('')}…`
}

function moreText(count: number): string {
  return count > rowsMax ? `… and ${count - rowsMax} more; --json shows all.\n` : ''
}
