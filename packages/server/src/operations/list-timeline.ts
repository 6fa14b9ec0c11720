import { stateOfCode } from '@muster/core/action/life-cycle.ts'
import { reasonOfCode, reasonSentence } from '@muster/core/action/reason.ts'
import type { Page } from '@muster/core/api/page.ts'
import type { TimelineEntry } from '@muster/core/api/timeline.ts'
import type { Channel } from '@muster/core/audit/audit-event.ts'
import { Type } from 'typebox'
import type { Caller } from '../caller.ts'
import { findAccountKeys } from '../db/accounts/find-account-keys.ts'
import { listTimeline as listRows, type TimelineRow } from '../db/devices/list-timeline.ts'
import type { Services } from '../services.ts'
import { formatCursor, type PageRequest, parseCursor, toPage } from './page.ts'
import { commandIdOf } from './read-actions.ts'
import { requireDeviceKey } from './require-device-key.ts'

const cursorKey = Type.Tuple([
  Type.Integer({ minimum: 0, maximum: 253_402_300_800_000 }),
  Type.String({ maxLength: 64 }),
])

/** All that was done to a device and happened to it, newest first. @throws Refusal not_found */
export async function listTimeline(
  { pool }: Services,
  { accountId }: Caller,
  identifier: string,
  { cursor, limit }: PageRequest,
): Promise<Page<TimelineEntry>> {
  const [millis, id] = parseCursor('timeline', cursorKey, cursor) ?? []
  const deviceKey = await requireDeviceKey(pool, accountId, identifier)
  const before = millis === undefined ? { at: newest, id: '' } : { at: new Date(millis), id: id! }
  const rows = await listRows(pool, { accountId, deviceKey, before, limit: limit + 1 })
  const { sealKey } = await findAccountKeys(pool, accountId)
  return toPage(
    rows,
    limit,
    (row) => formatCursor('timeline', [row.at.getTime(), row.id]),
    (row) => toEntry(row, sealKey),
  )
}

/** Beyond what PostgreSQL and clocks know. */
const newest = new Date('9999-12-31T00:00:00Z')

function toEntry(row: TimelineRow, sealKey: Buffer): TimelineEntry {
  const actor = {
    at: row.at.toISOString(),
    channel: row.channel as Channel,
    user: row.user_name,
    application: row.app_id === null ? null : { id: row.app_id, name: row.app_name ?? '' },
  }
  if (row.type === null) {
    return { kind: 'event', ...actor, event: row.event!, action_id: row.action_id, details: { ...row.details } }
  }
  const reason = reasonOfCode(row.reason!)
  const state = stateOfCode(row.state!)
  const action = { action_id: row.action_id!, type: row.type, params: row.params!, isCommand: row.is_command }
  return {
    kind: 'action',
    ...actor,
    action_id: action.action_id,
    type: row.type,
    params: JSON.parse(row.params!) as Record<string, unknown>,
    state,
    reason: reason ?? null,
    message: row.message ?? (reason === undefined ? null : reasonSentence(reason)),
    command_id: commandIdOf(action, { ...row, position: row.position!, state: row.state! }, sealKey) ?? null,
    ended_at: row.ended_at?.toISOString() ?? null,
  }
}
