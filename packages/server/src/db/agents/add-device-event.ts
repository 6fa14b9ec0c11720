import type { Int8, Queryable } from '../pool.ts'

export interface NewDeviceEvent {
  readonly accountId: number
  readonly eventId: string
  readonly deviceKey: Int8
  readonly at: Date
  readonly event: string
  readonly details: Readonly<Record<string, unknown>>
}

export async function addDeviceEvent(db: Queryable, event: NewDeviceEvent): Promise<void> {
  await db.query({
    name: 'add-device-event',
    text: `insert into device_event (account_id, event_id, device_key, occurred_at, event, details)
           values ($1, $2, $3, $4, $5, $6)`,
    values: [event.accountId, event.eventId, event.deviceKey, event.at, event.event, JSON.stringify(event.details)],
  })
}

/** Many at once. */
export async function addDeviceEvents(
  db: Queryable,
  accountId: number,
  events: readonly Omit<NewDeviceEvent, 'accountId'>[],
): Promise<void> {
  await db.query({
    name: 'add-device-events',
    text: `insert into device_event (account_id, event_id, device_key, occurred_at, event, details)
           select $1, * from unnest($2::uuid[], $3::bigint[], $4::timestamptz[], $5::text[], $6::jsonb[])`,
    values: [
      accountId,
      events.map(({ eventId }) => eventId),
      events.map(({ deviceKey }) => deviceKey),
      events.map(({ at }) => at),
      events.map(({ event }) => event),
      events.map(({ details }) => JSON.stringify(details)),
    ],
  })
}
