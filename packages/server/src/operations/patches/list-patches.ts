import type { Page } from '@muster/core/api/page.ts'
import type { DevicePatch, Patch, PatchDevice } from '@muster/core/api/patches.ts'
import { Type } from 'typebox'
import type { Caller } from '../../caller.ts'
import { type DevicePatchRow, listDevicePatches as listRowsOfDevice } from '../../db/patches/list-device-patches.ts'
import { listPatchDevices as listDeviceRows, type PatchDeviceRow } from '../../db/patches/list-patch-devices.ts'
import { listPatches as listRows, type PatchFilter, type PatchRow } from '../../db/patches/list-patches.ts'
import type { Services } from '../../services.ts'
import { formatCursor, type PageRequest, parseCursor, toPage } from '../page.ts'
import { requireDeviceKey } from '../require-device-key.ts'

export type { PatchFilter }

const patchKey = Type.Tuple([Type.String(), Type.String()])
const deviceKey = Type.Tuple([key(), key()])

/** The updates that devices lack, by id, with how many lack them. */
export async function listPatches(
  { pool }: Services,
  { accountId }: Caller,
  { filter, cursor, limit }: PageRequest & { filter: PatchFilter },
): Promise<Page<Patch>> {
  const [patch_id, source] = parseCursor('patches', patchKey, cursor) ?? []
  const after = patch_id === undefined ? undefined : { patch_id, source: source! }
  const rows = await listRows(pool, { accountId, filter, after, limit: limit + 1 })
  return toPage(rows, limit, (row) => formatCursor('patches', [row.patch_id, row.source]), toPatch)
}

/** The devices that lack an update, oldest first; one that nobody lacks has none. */
export async function listPatchDevices(
  { pool }: Services,
  { accountId }: Caller,
  { patchId, source, cursor, limit }: PageRequest & { patchId: string; source: string | undefined },
): Promise<Page<PatchDevice>> {
  const [device_key, patch_key] = parseCursor('patch-devices', deviceKey, cursor) ?? []
  const after = device_key === undefined ? undefined : { device_key, patch_key: patch_key! }
  const rows = await listDeviceRows(pool, { accountId, patchId, source, after, limit: limit + 1 })
  return toPage(rows, limit, (row) => formatCursor('patch-devices', [row.device_key, row.patch_key]), toPatchDevice)
}

/** What a device lacks, by id; the device by device id or hardware id. @throws Refusal not_found */
export async function listDevicePatches(
  { pool }: Services,
  { accountId }: Caller,
  { device, cursor, limit }: PageRequest & { device: string },
): Promise<Page<DevicePatch>> {
  const [patch_id, source] = parseCursor('device-patches', patchKey, cursor) ?? []
  const after = patch_id === undefined ? undefined : { patch_id, source: source! }
  const own = await requireDeviceKey(pool, accountId, device)
  const rows = await listRowsOfDevice(pool, { accountId, deviceKey: own, after, limit: limit + 1 })
  return toPage(rows, limit, (row) => formatCursor('device-patches', [row.patch_id, row.source]), toDevicePatch)
}

function key() {
  return Type.String({ pattern: '^[1-9][0-9]{0,17}$' })
}

export function toPatch({ missing_since, ...row }: PatchRow): Patch {
  return { ...row, missing_since: missing_since.toISOString() }
}

export function toPatchDevice({ patch_key: _, device_key: __, ...row }: PatchDeviceRow): PatchDevice {
  return { ...row, missing_since: row.missing_since.toISOString() }
}

export function toDevicePatch({ missing_since, ...row }: DevicePatchRow): DevicePatch {
  return { ...row, missing_since: missing_since.toISOString() }
}
