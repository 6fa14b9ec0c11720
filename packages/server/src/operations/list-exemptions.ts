import type { Exemption, ExemptionCounts, ExemptionState } from '@muster/core/api/exemptions.ts'
import type { Page } from '@muster/core/api/page.ts'
import type { Channel } from '@muster/core/audit/audit-event.ts'
import { Type } from 'typebox'
import type { Caller } from '../caller.ts'
import { countExemptions as countRows } from '../db/exemptions/count-exemptions.ts'
import { type ExemptionRow, listExemptions as listRows } from '../db/exemptions/list-exemptions.ts'
import type { Services } from '../services.ts'
import { formatCursor, type PageRequest, parseCursor, toPage } from './page.ts'

const cursorKey = Type.Tuple([
  Type.String({ pattern: '^[0-9]{4}-[0-9: .+-]{5,40}$' }),
  Type.String({ pattern: '^[1-9][0-9]{0,17}$' }),
])

/** The leases by which devices are exempt, or were: a device with several in its past is there as often. */
export async function listExemptions(
  { pool, now }: Services,
  { accountId }: Caller,
  { state, cursor, limit }: PageRequest & { state: ExemptionState },
): Promise<Page<Exemption>> {
  const list = `exemptions ${state}`
  const [place, key] = parseCursor(list, cursorKey, cursor) ?? []
  const after = place === undefined ? undefined : { place, key: key! }
  const rows = await listRows(pool, { accountId, state, at: now(), after, limit: limit + 1 })
  return toPage(rows, limit, (row) => formatCursor(list, [row.place, row.device_key]), toExemption)
}

export function countExemptions({ pool, now }: Services, { accountId }: Caller): Promise<ExemptionCounts> {
  return countRows(pool, accountId, now())
}

function toExemption(row: ExemptionRow): Exemption {
  const { scope } = JSON.parse(row.params ?? '{}') as { scope?: 'all' | 'critical' }
  return {
    device_id: row.device_id,
    hostname: row.hostname,
    group_id: row.group_id,
    action_id: row.exempt_by,
    since: row.since?.toISOString() ?? null,
    until: row.until instanceof Date ? row.until.toISOString() : null,
    scope: scope ?? null,
    channel: row.channel as Channel | null,
    user: row.user_name,
    application: row.app_name,
    ended_at: row.ended_at?.toISOString() ?? null,
    ended_by: row.ended_by,
  }
}
