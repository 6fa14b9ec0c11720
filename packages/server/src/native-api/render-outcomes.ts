import { setImmediate } from 'node:timers/promises'
import { type Reason, reasonSentence } from '@muster/core/action/reason.ts'
import type { Outcome } from '@muster/core/api/actions.ts'
import type { Outcomes } from '../operations/outcomes.ts'

/** Outcomes between two turns for others: rendering one takes about a microsecond. */
const outcomesPerTurn = 2000

/** `head` with `reasons` and `targets` added, as JSON text: 100 000 targets are not rendered in one go. */
export async function renderOutcomes(head: object, outcomes: Outcomes, withTargets: boolean): Promise<string> {
  const reasons = new Set<Reason>()
  const slices: string[] = []
  for (let start = 0; start < outcomes.count; start += outcomesPerTurn) {
    if (start > 0) await setImmediate()
    const slice: string[] = []
    for (let place = start; place < Math.min(start + outcomesPerTurn, outcomes.count); place += 1) {
      const reason = outcomes.reasonAt(place)
      if (reason !== undefined) reasons.add(reason)
      if (withTargets) slice.push(JSON.stringify(toOutcome(outcomes, place, reason)))
    }
    if (slice.length > 0) slices.push(slice.join(','))
  }
  const sentences = Object.fromEntries([...reasons].sort().map((reason) => [reason, reasonSentence(reason)]))
  return `${JSON.stringify({ ...head, reasons: sentences }).slice(0, -1)},"targets":[${slices.join(',')}]}`
}

function toOutcome(outcomes: Outcomes, place: number, reason: Reason | undefined): Outcome {
  return {
    identifier: outcomes.identifierAt(place),
    device_id: outcomes.deviceIdAt(place) ?? null,
    state: outcomes.stateAt(place),
    reason: reason ?? null,
    command_id: outcomes.commandIdAt(place) ?? null,
  }
}
