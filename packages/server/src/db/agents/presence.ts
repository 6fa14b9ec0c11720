import type { Int8, Queryable } from '../pool.ts'
import { noteArrivals } from './note-arrivals.ts'

/** Gives each device its next connection number; `runs` are the starts of the agents behind them. */
export async function connectDevices(
  db: Queryable,
  accountId: number,
  connecting: readonly { readonly deviceKey: Int8; readonly run: string | undefined }[],
  now: Date,
): Promise<Map<Int8, number>> {
  await noteArrivals(
    db,
    accountId,
    connecting.map(({ deviceKey }) => deviceKey),
    now,
  )
  const { rows } = await db.query<{ device_key: Int8; connection: Int8 }>({
    name: 'connect-devices',
    text: `insert into device_presence as p (account_id, device_key, connection, online, connected_at, last_seen, run)
           select $1, device_key, 1, true, $3, $3, run
           from unnest($2::bigint[], $4::text[]) as given (device_key, run) order by device_key
           on conflict (account_id, device_key) do update
           set connection = p.connection + 1, online = true, connected_at = $3, last_seen = $3, away_since = null,
             former_runs = case
               when p.run <> excluded.run then (p.run || array_remove(p.former_runs, excluded.run))[1:8]
               else p.former_runs
             end,
             run = excluded.run
           returning device_key, connection`,
    values: [accountId, connecting.map(({ deviceKey }) => deviceKey), now, connecting.map(({ run }) => run ?? null)],
  })
  return new Map(rows.map(({ device_key, connection }) => [device_key, Number(connection)]))
}

/** Only where the connection is still the device's latest: a late goodbye of an older one changes nothing. */
export async function disconnectDevices(
  db: Queryable,
  accountId: number,
  ended: readonly { deviceKey: Int8; connection: number }[],
  now: Date,
): Promise<void> {
  await db.query({
    name: 'disconnect-devices',
    text: `update device_presence p set online = false, last_seen = $4, away_since = $4
           from unnest($2::bigint[], $3::bigint[]) as given (device_key, connection)
           where p.account_id = $1 and p.device_key = any($2) and p.device_key = given.device_key
             and p.connection = given.connection`,
    values: [accountId, ended.map(({ deviceKey }) => deviceKey), ended.map(({ connection }) => connection), now],
  })
}

/** Heartbeats, gathered. */
export async function touchDevices(
  db: Queryable,
  accountId: number,
  deviceKeys: readonly Int8[],
  now: Date,
): Promise<void> {
  await db.query({
    name: 'touch-devices',
    text: `update device_presence set last_seen = $3 where account_id = $1 and device_key = any($2::bigint[])`,
    values: [accountId, deviceKeys, now],
  })
}

/** When a server starts it holds no connection, whatever the rows of its predecessor say. */
export async function markEverybodyOffline(db: Queryable, now: Date): Promise<void> {
  await db.query('update device_presence set online = false, away_since = $1 where online', [now])
}
