import { type Page, Uuid } from '@muster/core/api/page.ts'
import { Type } from 'typebox'
import type { Caller } from '../caller.ts'
import { findAccountKeys } from '../db/accounts/find-account-keys.ts'
import { listOpenTargetRows } from '../db/actions/list-targets.ts'
import type { Services } from '../services.ts'
import { formatCursor, type PageRequest, parseCursor, toPage } from './page.ts'
import { type CommandView, viewTarget } from './read-actions.ts'
import { requireDeviceKey } from './require-device-key.ts'

const cursorKey = Type.Tuple([Uuid, Type.Integer({ minimum: 0, maximum: 2_147_483_647 })])

/** Commands that a device has not ended, newest first. @throws Refusal not_found */
export async function listDeviceCommands(
  { pool, now }: Services,
  { accountId }: Caller,
  identifier: string,
  { cursor, limit }: PageRequest,
): Promise<Page<CommandView>> {
  const [actionId, position] = parseCursor('device-commands', cursorKey, cursor) ?? []
  const deviceKey = await requireDeviceKey(pool, accountId, identifier)
  const before = actionId === undefined ? undefined : { actionId, position: position! }
  const rows = await listOpenTargetRows(pool, { accountId, deviceKey, before, limit: limit + 1 })
  const { sealKey } = await findAccountKeys(pool, accountId)
  const at = now()
  return toPage(
    rows,
    limit,
    ({ action, row }) => formatCursor('device-commands', [action.action_id, row.position]),
    ({ action, row }) => ({ ...viewTarget(action, row, sealKey, at), actionId: action.action_id, action }),
  )
}
