import type { Page } from '@muster/core/api/page.ts'
import type { Uninstall, UninstallState } from '@muster/core/api/uninstalls.ts'
import { Type } from 'typebox'
import type { Caller } from '../caller.ts'
import { listUninstalls as listRows, type UninstallRow } from '../db/agents/list-uninstalls.ts'
import type { Services } from '../services.ts'
import { formatCursor, type PageRequest, parseCursor, toPage } from './page.ts'

const cursorKey = Type.Tuple([
  Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 }),
  Type.String({ pattern: '^[1-9][0-9]{0,17}$' }),
  Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
])

/** What became of the agents of deleted devices, the latest deletion first. */
export async function listUninstalls(
  { pool, now }: Services,
  { accountId }: Caller,
  { action_id: actionId, cursor, limit }: PageRequest & { readonly action_id?: string | undefined },
): Promise<Page<Uninstall>> {
  const [millis, deviceKey, generation] = parseCursor('uninstalls', cursorKey, cursor) ?? []
  const before =
    millis === undefined ? undefined : { at: new Date(millis), deviceKey: deviceKey!, generation: generation! }
  const rows = await listRows(pool, { accountId, actionId, before, limit: limit + 1 })
  const cursorOf = (row: UninstallRow) =>
    formatCursor('uninstalls', [row.ended_at.getTime(), row.device_key, row.generation])
  const at = now()
  return toPage(rows, limit, cursorOf, (row) => toUninstall(row, at))
}

function toUninstall(row: UninstallRow, now: Date): Uninstall {
  return {
    device_id: row.device_id,
    hostname: row.hostname,
    generation: row.generation,
    action_id: row.action_id,
    state: stateOf(row, now),
    deleted_at: row.ended_at.toISOString(),
    told_at: row.told_at?.toISOString() ?? null,
    confirmed_at: row.confirmed_at?.toISOString() ?? null,
    expires_at: row.expires_at.toISOString(),
    returned_at: row.returned_at?.toISOString() ?? null,
    returned_as: row.returned_as,
  }
}

function stateOf(
  { uninstall, expires_at, told_at, confirmed_at, returned_at }: UninstallRow,
  now: Date,
): UninstallState {
  if (returned_at !== null) return 'returned'
  if (!uninstall) return 'not_asked'
  if (confirmed_at !== null) return 'confirmed'
  if (told_at !== null) return 'told'
  return expires_at > now ? 'waiting' : 'expired'
}
