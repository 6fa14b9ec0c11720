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
