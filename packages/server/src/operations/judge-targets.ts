import { type ChosenWay, planFor, settingsFor, wayBounds } from '../db/actions/choose-way.ts'
import { type JudgedGroup, type JudgeParams, judgeCompletely, judgeQuickly } from '../db/actions/judge-targets.ts'
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
  if (how !== 'completely') await targets.take(await judgeShared(db, params, how, helper), asked.identifiers)
  const positions = targets.unknown()
  if (positions.length > 0) {
    const lookups = positions.map((position) => asked.lookups[position]!)
    await targets.take(await judgeCompletely(db, { ...params, positions, lookups }), asked.identifiers)
  }
  return targets
}

/** Lookups of single devices keep one core of the database busy: the second half goes to another, if one is free. */
async function judgeShared(
  db: Queryable,
  params: JudgeParams,
  how: ChosenWay,
  helper: Pick<Services, 'pool' | 'wayBounds'> | undefined,
): Promise<JudgedGroup[]> {
  const { way } = how
  const judge = (params: JudgeParams) => planFor(db, way, () => judgeQuickly(db, how, params))
  const { lookups } = params
  const { sharedFrom } = helper?.wayBounds ?? wayBounds
  if (helper === undefined || way === 'most' || lookups.length < sharedFrom) return judge(params)
  const half = lookups.length >>> 1
  const secondHalf = { ...params, first: half, lookups: lookups.slice(half) }
  const helping = inIdleConnection(helper.pool, (other) => judgeQuickly(other, how, secondHalf), {
    settings: { ...byKeys, ...settingsFor[way] },
  })
  if (helping === undefined) return judge(params)
  // Whatever becomes of the help, it is waited for, and what it did not do is done here.
  const helped = helping.catch(() => undefined)
  const judged = await judge({ ...params, lookups: lookups.slice(0, half) }).finally(() => helped)
  return joinGroups(judged, (await helped) ?? (await judge(secondHalf)))
}
