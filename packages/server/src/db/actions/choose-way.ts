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

/**
 * Looks at how much there is, before much is asked for. The planner cannot: it does not see how long the lists in a
 * statement's parameters are.
 */
export async function chooseWay(
  db: Queryable,
  { accountId, count, workKey, now }: { accountId: number; count: number; workKey?: string | undefined; now: Date },
  { manyDevices, lookupsPerPage }: WayBounds = wayBounds,
): Promise<ChosenWay> {
  if (count < manyDevices) return { way: 'each', equalWorkMayWait: workKey !== undefined }
  const { rows } = await db.query<{ most: boolean; may_wait: boolean }>({
    name: 'choose-way',
    text: `select $2::bigint * current_setting('block_size')::bigint > $3::bigint * pg_relation_size('device') as most,
             exists (
               select from action where account_id = $1 and work_key = $4::bigint
                 and deliver_by > $5::timestamptz - interval '${openAfterDelivery}'
             ) as may_wait`,
    values: [accountId, count, lookupsPerPage, workKey ?? null, now],
  })
  const { most, may_wait: equalWorkMayWait } = rows[0]!
  return { way: most ? 'most' : 'each', equalWorkMayWait }
}

/**
 * Has one statement planned for a way. Plans are kept by the name of the statement, whatever the settings were: give it
 * one for each way.
 */
export async function planFor<T>(db: Queryable, way: Way, work: () => Promise<T>): Promise<T> {
  await db.query(setLocal(way === 'each' ? onlyLookups : hashingAll))
  const result = await work()
  await db.query(setLocal(byKeys))
  return result
}

// After some large actions the planner takes every action for one, and merges all devices for the sake of a single one.
const onlyLookups = { enable_hashjoin: 'off', enable_mergejoin: 'off' }
const hashingAll = { enable_seqscan: 'on', enable_nestloop: 'off', enable_mergejoin: 'off' }
