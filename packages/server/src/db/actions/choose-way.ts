import type { Queryable } from '../pool.ts'
import { byKeys, setLocal } from '../transaction.ts'

/** How a statement gets from many identifiers to their devices: device by device, or through all devices at once. */
export type Way = 'each' | 'most'

export interface ChosenWay {
  readonly way: Way
  /** Whether commands for equal work may still wait somewhere. */
  readonly equalWorkMayWait: boolean
}

export interface WayBounds {
  /** From this many on it is worth a question. */
  readonly manyDevices: number
  /** Looking up this many devices, one by one, costs as much as reading one page of them all. */
  readonly lookupsPerPage: number
  /** From this many on, those that are looked up one by one are shared between two connections. */
  readonly sharedFrom: number
}

export const wayBounds: WayBounds = { manyDevices: 2_000, lookupsPerPage: 7, sharedFrom: 4_000 }

/** For how long, after the delivery of an action ended, its commands are taken to be possibly open. */
const openAfterDelivery = '30 days'

/** What the choice depends on, beside how much is asked for. */
export interface Surroundings {
  readonly devicePages: number
  /** Whether a command for equal work was sent lately. */
  readonly equalWork: boolean
}

/** Its columns. `workKey` null: no command. */
export const surroundings = ({ account, workKey, now }: { account: string; workKey: string; now: string }) => `
  (pg_relation_size('device') / current_setting('block_size')::integer)::integer as "devicePages",
  exists (
    select from action where account_id = ${account} and work_key = ${workKey}::bigint
      and deliver_by > ${now}::timestamptz - interval '${openAfterDelivery}'
  ) as "equalWork"`

/**
 * Looks at how much there is, before much is asked for. The planner cannot: it does not see how long the lists in a
 * statement's parameters are.
 */
export function chooseWay(
  { count, workKey }: { count: number; workKey: string | undefined },
  { devicePages, equalWork }: Surroundings,
  { manyDevices, lookupsPerPage }: WayBounds = wayBounds,
): ChosenWay {
  if (count < manyDevices) return { way: 'each', equalWorkMayWait: workKey !== undefined }
  return { way: count > lookupsPerPage * devicePages ? 'most' : 'each', equalWorkMayWait: equalWork }
}

/**
 * Has one statement planned for a way. Plans are kept by the name of the statement, whatever the settings were: give it
 * one for each way.
 */
export async function planFor<T>(db: Queryable, way: Way, work: () => Promise<T>): Promise<T> {
  await db.query(setLocal(settingsFor[way]))
  const result = await work()
  // Goes ahead of the next statement, which fails where this does; nobody needs to wait for it.
  db.query(setLocal(byKeys)).catch(() => undefined)
  return result
}

export const settingsFor = {
  // After some large actions the planner takes every action for one, and merges all devices for the sake of a single one.
  each: { enable_hashjoin: 'off', enable_mergejoin: 'off' },
  most: { enable_seqscan: 'on', enable_nestloop: 'off', enable_mergejoin: 'off' },
} as const
