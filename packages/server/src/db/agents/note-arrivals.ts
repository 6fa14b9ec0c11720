import { habitBytes, placeArrival } from '@muster/core/device/habit.ts'
import type { Int8, Queryable } from '../pool.ts'

/** An agent whose line breaks, or whose server was restarted, has not arrived: it was there all the time. */
const awayAtLeast = '1 hour'

/**
 * Counts the connects of devices that had been away, as one set; to be asked before the connects are written. Others
 * write no row.
 */
export async function noteArrivals(
  db: Queryable,
  accountId: number,
  deviceKeys: readonly Int8[],
  now: Date,
): Promise<void> {
  const { quarterHour, weekday } = placeArrival(now)
  const first = Buffer.alloc(habitBytes)
  first[quarterHour] = 1
  first[96 + weekday] = 1
  await db.query({
    name: 'note-arrivals',
    text: `insert into device_habit as h (account_id, device_key, connects)
           select $1, given.device_key, $4 from unnest($2::bigint[]) as given (device_key)
           where not exists (
             select from device_presence p
             where p.account_id = $1 and p.device_key = given.device_key
               and p.last_seen > $3::timestamptz - interval '${awayAtLeast}'
             offset 0
           )
           order by given.device_key
           on conflict (account_id, device_key) do update set connects = note_connect(h.connects, $5, $6)`,
    values: [accountId, deviceKeys, now, first, quarterHour, weekday],
  })
}
