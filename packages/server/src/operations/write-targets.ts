import { addTargets, markSameDevice } from '../db/actions/add-targets.ts'
import type { JudgedTarget } from '../db/actions/parse-judged-lines.ts'
import type { Tx } from '../db/pool.ts'
import { Conflict, markRepeats, requireJudged } from './judged.ts'
import type { PreparedAction } from './prepare-action.ts'

/**
 * Writes every target of an action; returns them by position. The first statement does nearly all, by the cheapest
 * way; the second what is left, if anything: hardware ids, unknown identifiers, ambiguous MAC addresses, devices
 * where an equal command waits. One that even then got a new equal command in between makes the transaction start over.
 */
export async function writeTargets(tx: Tx, prepared: PreparedAction): Promise<readonly JudgedTarget[]> {
  const { asked, judge, sealed, effect } = prepared
  const before = effect.kind === 'change-device' ? beforeImage[effect.change.set] : 'nothing'
  const add = { ...judge, actionId: sealed.actionId, before } as const
  const targets = new Array<JudgedTarget | undefined>(asked.identifiers.length)
  const keep = (added: readonly JudgedTarget[]) => {
    requireJudged(added)
    for (const target of added) targets[target.position] = target
    return added.length
  }
  let left = targets.length - keep(await addTargets(tx, 'quickly', add))
  if (left > 0) {
    const positions = Array.from(targets.keys()).filter((position) => targets[position] === undefined)
    const lookups = positions.map((position) => asked.lookups[position]!)
    const identifiers = positions.map((position) => asked.identifiers[position]!)
    left -= keep(await addTargets(tx, 'completely', { ...add, positions, lookups, identifiers }))
  }
  if (left > 0) throw new Conflict('an equal command was queued at the same moment')
  const written = targets as JudgedTarget[]
  if (effect.kind === 'send-command') return written
  const marked = markRepeats(prepared, sealed.actionId, written)
  if (marked.repeats.length > 0) await markSameDevice(tx, add, marked.repeats)
  return marked.targets
}

const beforeImage = {
  exemption: 'exemption',
  'no-exemption': 'exemption',
  removed: 'exemption',
  group: 'group',
  ignored: 'nothing',
} as const
