import { stateOfCode, type TargetState } from '@muster/core/action/life-cycle.ts'
import type { Page } from '@muster/core/api/page.ts'
import type { Channel } from '@muster/core/audit/audit-event.ts'
import { formatMacAddress, macAddressFromNumber } from '@muster/core/device/mac-address.ts'
import { Type } from 'typebox'
import type { Caller } from '../caller.ts'
import { listAdminLog as listAdminRows } from '../db/logs/list-admin-log.ts'
import { type DeviceLogRow, listDeviceLog as listDeviceRows, newest } from '../db/logs/list-device-log.ts'
import type { Services } from '../services.ts'
import { formatCursor, type PageRequest, parseCursor, toPage } from './page.ts'

export interface LogPeriod {
  readonly since: Date
  readonly until: Date
}

/** Through whom something happened. */
export interface LogActor {
  readonly channel: Channel
  readonly application: string | undefined
  readonly user: string | undefined
}

export type DeviceLogEntry = {
  readonly at: Date
  readonly deviceId: string
  readonly deviceName: string
  /** As `00:1a:2b:3c:4d:5e`. */
  readonly macAddresses: readonly string[]
} & (
  | {
      readonly kind: 'action'
      readonly actionId: string
      readonly type: string
      readonly params: Readonly<Record<string, unknown>>
      readonly actor: LogActor
      readonly state: TargetState
      /** Of a scan whose report is there. */
      readonly findings: number | undefined
    }
  | { readonly kind: 'event'; readonly event: string; readonly details: Readonly<Record<string, unknown>> }
)

export interface DeviceLogFilter extends LogPeriod {
  /** Undefined: all. An empty channel stands for any. */
  readonly actions: readonly { readonly type: string; readonly channel: Channel | '' }[] | undefined
  readonly events: readonly string[] | undefined
}

/** From a cursor on, or past so many of the newest. */
interface LogPage extends PageRequest {
  readonly skip?: number | undefined
}

const deviceCursor = Type.Tuple([
  Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 }),
  Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
  Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
])

/** What happened to devices, newest first: the targets that actions applied to, and the other events of devices. */
export async function listDeviceLog(
  { pool }: Services,
  { accountId }: Caller,
  { since, until, actions, events, cursor, skip, limit }: DeviceLogFilter & LogPage,
): Promise<Page<DeviceLogEntry>> {
  const [millis, id, position] = parseCursor('device-log', deviceCursor, cursor) ?? []
  const before = millis === undefined ? newest(until) : { at: new Date(millis), id: id!, position: position! }
  const rows = await listDeviceRows(pool, { accountId, before, since, actions, events, skip, limit: limit + 1 })
  const cursorOf = (row: DeviceLogRow) => formatCursor('device-log', [row.at.getTime(), row.id, row.position])
  return toPage(rows, limit, cursorOf, toDeviceLogEntry)
}

const entriesPerRead = 500

/** All of it, newest first, some at a time. */
export async function* readDeviceLog(
  services: Services,
  caller: Caller,
  filter: DeviceLogFilter,
): AsyncGenerator<readonly DeviceLogEntry[], void> {
  let cursor: string | undefined
  do {
    const page: Page<DeviceLogEntry> = await listDeviceLog(services, caller, {
      ...filter,
      cursor,
      limit: entriesPerRead,
    })
    yield page.items
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
}

function toDeviceLogEntry(row: DeviceLogRow): DeviceLogEntry {
  const device = {
    at: row.at,
    deviceId: row.device_id,
    deviceName: row.hostname,
    macAddresses: row.macs.map((mac) => formatMacAddress(macAddressFromNumber(Number(mac)))),
  }
  if (row.type === null) return { ...device, kind: 'event', event: row.event ?? '', details: row.details ?? {} }
  return {
    ...device,
    kind: 'action',
    actionId: row.id,
    type: row.type,
    params: JSON.parse(row.params ?? '{}') as Record<string, unknown>,
    actor: {
      channel: row.channel as Channel,
      application: row.app_name ?? undefined,
      user: row.user_name ?? undefined,
    },
    state: stateOfCode(row.state!),
    findings: row.findings ?? undefined,
  }
}

export interface AdminLogEntry {
  readonly at: Date
  readonly event: string
  readonly actor: LogActor
  readonly details: Readonly<Record<string, unknown>>
}

const adminCursor = Type.Tuple([Type.String({ pattern: '^[1-9][0-9]{0,17}$' })])

/** What people and applications did, newest first: the audit log without what agents did. */
export async function listAdminLog(
  { pool }: Services,
  { accountId }: Caller,
  {
    since,
    until,
    events,
    cursor,
    skip,
    limit,
  }: LogPeriod & { readonly events: readonly string[] | undefined } & LogPage,
): Promise<Page<AdminLogEntry>> {
  const [before] = parseCursor('admin-log', adminCursor, cursor) ?? []
  const rows = await listAdminRows(pool, { accountId, before, since, until, events, skip, limit: limit + 1 })
  return toPage(
    rows,
    limit,
    ({ sequence }) => formatCursor('admin-log', [sequence]),
    ({ occurred_at, event, content }) => ({ at: occurred_at, event, ...readContent(content) }),
  )
}

function readContent(content: string): Pick<AdminLogEntry, 'actor' | 'details'> {
  const { channel, application, user, details } = JSON.parse(content) as {
    channel: Channel
    application?: { name: string }
    user?: string
    details?: Record<string, unknown>
  }
  return { actor: { channel, application: application?.name, user }, details: details ?? {} }
}
