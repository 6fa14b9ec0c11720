import { type ChosenWay, wayBounds } from '../db/actions/choose-way.ts'
import { type JudgedGroup, type JudgeParams, judgeTargets as judge } from '../db/actions/judge-targets.ts'
import type { Queryable } from '../db/pool.ts'
import { byKeys, inIdleConnection } from '../db/transaction.ts'
import type { Services } from '../services.ts'
import { joinGroups } from './join-groups.ts'
import { JudgedTargets } from './judged-targets.ts'
import type { PreparedAction } from './prepare-action.ts'

/**
 * What becomes of every target; nothing is touched. The first statement does nearly all, by the cheapest way; the second
 * what is left, if anything: hardware ids, MAC addresses of several devices, and what names nothing. `helper`: where the
 * transaction need not see all of them at one instant, whose idle connection may take half of the lookups over.
 */
export async function judgeTargets(
  db: Queryable,
  { asked, judge: params, sealed }: PreparedAction,
  how: ChosenWay | 'completely',
  helper?: Pick<Services, 'pool' | 'wayBounds'>,
): Promise<JudgedTargets> {
  const targets = new JudgedTargets(sealed.actionId, asked.identifiers.length)
  if (how !== 'completely') await targets.take(await judgeQuickly(db, params, how, helper), asked.identifiers)
  const positions = targets.unknown()
  if (positions.length > 0) {
    const lookups = positions.map((position) => asked.lookups[position]!)
    await targets.take(await judge(db, 'completely', { ...params, positions, lookups }), asked.identifiers)
  }
  return targets
}

/** Lookups of single devices keep one core of the database busy: the second half goes to another, if one is free. */
async function judgeQuickly(
  db: Queryable,
  params: JudgeParams,
  how: ChosenWay,
  helper: Pick<Services, 'pool' | 'wayBounds'> | undefined,
): Promise<JudgedGroup[]> {
  const { lookups } = params
  const { sharedFrom } = helper?.wayBounds ?? wayBounds
  if (helper === undefined || how.way === 'most' || lookups.length < sharedFrom) return judge(db, how, params)
  const half = lookups.length >>> 1
  const secondHalf = { ...params, first: half, lookups: lookups.slice(half) }
  const helping = inIdleConnection(helper.pool, (other) => judge(other, how, secondHalf), { settings: byKeys })
  if (helping === undefined) return judge(db, how, params)
  // Whatever becomes of the help, it is waited for, and what it did not do is done here.
  const helped = helping.catch(() => undefined)
  const judged = await judge(db, how, { ...params, lookups: lookups.slice(0, half) }).finally(() => helped)
  return joinGroups(judged, (await helped) ?? (await judge(db, how, secondHalf)))
}
