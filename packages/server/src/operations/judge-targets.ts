import type { ChosenWay } from '../db/actions/choose-way.ts'
import { judgeTargets as judge } from '../db/actions/judge-targets.ts'
import type { Queryable } from '../db/pool.ts'
import { JudgedTargets } from './judged-targets.ts'
import type { PreparedAction } from './prepare-action.ts'

/**
 * What becomes of every target; nothing is touched. The first statement does nearly all, by the cheapest way; the second
 * what is left, if anything: hardware ids, MAC addresses of several devices, and what names nothing.
 */
export async function judgeTargets(
  db: Queryable,
  { asked, judge: params, sealed }: PreparedAction,
  how: ChosenWay | 'completely',
): Promise<JudgedTargets> {
  const targets = new JudgedTargets(sealed.actionId, asked.identifiers.length)
  if (how !== 'completely') await targets.take(await judge(db, how, params), asked.identifiers)
  const positions = targets.unknown()
  if (positions.length > 0) {
    const lookups = positions.map((position) => asked.lookups[position]!)
    await targets.take(await judge(db, 'completely', { ...params, positions, lookups }), asked.identifiers)
  }
  return targets
}
