import type { Queryable } from '../pool.ts'
import type { ChosenWay } from './choose-way.ts'
import { judgedCompletely, judgedQuickly, separator } from './judgment-sql.ts'

/** The question that planning and applying share: which device each identifier names, and what the verdict on it is. */
export interface JudgeParams {
  readonly accountId: number
  readonly by: 'id' | 'mac'
  readonly lookups: readonly string[]
  /** Where only some of the request's identifiers are asked about. */
  readonly positions?: readonly number[] | undefined
  /** Position of the first, where they are a part of the request's; else 0. */
  readonly first?: number | undefined
  readonly verdicts: { readonly kindIds: string; readonly verdicts: string }
  readonly now: Date
  readonly needless: { readonly groupKey?: number | undefined; readonly unexempted?: boolean | undefined }
  /** Of a command; undefined for what changes devices. */
  readonly workKey?: string | undefined
  /** What the before-image must hold, so that the action can be undone. */
  readonly before: 'group' | 'exemption' | 'nothing'
}

/** Targets by what is the same of many: far cheaper to hand over than a row a target. */
export interface JudgedGroup {
  readonly state: number
  readonly reason: number
  /** 0 where nothing is done to them. */
  readonly generation: number
  readonly before_group_key: number | null
  readonly before_exempt_by: string | null
  /** As PostgreSQL writes it: a Date would lose its microseconds. */
  readonly before_exempt_until: string | null
  /** Whose command already waits; null with `same_as_positions`: this action's own. */
  readonly same_as_action: string | null
  /** Separated by commas, and in the order of the positions, as all that follow. */
  readonly positions: string
  /** Null: these name no one device. */
  readonly device_keys: string | null
  /** Where the device's row lies and which version of it was judged; only where it is to be changed. */
  readonly row_ids: string | null
  readonly row_versions: string | null
  /** Separated by line breaks; null: each is its identifier. Empty: no one device. */
  readonly device_ids: string | null
  /** Of the target whose command already waits. */
  readonly same_as_positions: string | null
}

/**
 * One statement, by the settings that its way wants (see `planFor`). Takes for granted that each identifier is an id as
 * it stands, or a MAC address that one device reports: what names nothing so is left out, what names several comes
 * several times.
 */
export async function judgeQuickly(
  db: Queryable,
  { way, equalWorkMayWait }: ChosenWay,
  params: JudgeParams,
): Promise<JudgedGroup[]> {
  const question = questionOf(params)
  const { rows } = await db.query<JudgedGroup>({
    name: `${nameOf(question)}-of-${way}${equalWorkMayWait ? '-past-equal-work' : ''}`,
    text: judgedQuickly({ ...question, way, waiting: equalWorkMayWait ? way : 'nothing waits' }),
    values: valuesOf(params),
  })
  return rows
}

/**
 * From this many lookups on a plan of their own costs little beside them. One that was kept from when there were a
 * handful of devices may look for hardware ids in the wrong index, and read a fleet's every record for each.
 */
const plannedAnewFrom = 100

/** One statement, which says of every identifier what it names. */
export async function judgeCompletely(db: Queryable, params: JudgeParams): Promise<JudgedGroup[]> {
  const question = questionOf(params)
  const { rows } = await db.query<JudgedGroup>({
    ...(params.lookups.length < plannedAnewFrom && { name: nameOf(question) }),
    text: judgedCompletely(question),
    values: valuesOf(params),
  })
  return rows
}

function questionOf({ by, workKey, before }: JudgeParams) {
  return { by, before, kind: workKey === undefined ? 'change' : 'command' } as const
}

function nameOf({ by, before, kind }: ReturnType<typeof questionOf>): string {
  return `judge-${kind}-by-${by}-before-${before}`
}

function valuesOf({ positions, first = 0, workKey, needless, ...params }: JudgeParams): unknown[] {
  return [
    params.accountId,
    params.lookups.join(separator),
    positions === undefined ? null : `{${positions.join(',')}}`,
    params.verdicts.kindIds,
    params.verdicts.verdicts,
    params.now,
    needless.groupKey ?? null,
    needless.unexempted ?? false,
    workKey ?? null,
    first,
  ]
}
