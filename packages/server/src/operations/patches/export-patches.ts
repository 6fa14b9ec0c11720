import type { DevicePatch, Patch, PatchDevice } from '@muster/core/api/patches.ts'
import type { Caller } from '../../caller.ts'
import { listDevicePatches } from '../../db/patches/list-device-patches.ts'
import { listPatchDevices } from '../../db/patches/list-patch-devices.ts'
import { listPatches } from '../../db/patches/list-patches.ts'
import type { Services } from '../../services.ts'
import { requireNamedDevice } from '../require-device-key.ts'
import { type PatchFilter, toDevicePatch, toPatch, toPatchDevice } from './list-patches.ts'

/** Rows as they are read, some at a time: of 100 000 no more than these are in memory. */
export type Parts<Row> = AsyncIterable<readonly Row[]>

const rowsPerRead = 1000

/** Everything that `listPatches` lists. */
export async function* exportPatches(
  { pool }: Services,
  { accountId }: Caller,
  filter: PatchFilter,
): AsyncGenerator<readonly Patch[], void> {
  yield* inParts((after, limit) => listPatches(pool, { accountId, filter, after, limit }), toPatch)
}

/** Everything that `listPatchDevices` lists. */
export async function* exportPatchDevices(
  { pool }: Services,
  { accountId }: Caller,
  { patchId, source }: { patchId: string; source?: string | undefined },
): AsyncGenerator<readonly PatchDevice[], void> {
  yield* inParts((after, limit) => listPatchDevices(pool, { accountId, patchId, source, after, limit }), toPatchDevice)
}

/** Everything that `listDevicePatches` lists; here the device may also be named by a MAC address. @throws Refusal not_found, before the first row */
export async function exportDevicePatches(
  { pool }: Services,
  { accountId }: Caller,
  device: string,
): Promise<Parts<DevicePatch>> {
  const deviceKey = await requireNamedDevice(pool, accountId, device)
  return inParts((after, limit) => listDevicePatches(pool, { accountId, deviceKey, after, limit }), toDevicePatch)
}

async function* inParts<Row, Item>(
  read: (after: Row | undefined, limit: number) => Promise<Row[]>,
  toItem: (row: Row) => Item,
): AsyncGenerator<readonly Item[], void> {
  let after: Row | undefined
  do {
    const rows: Row[] = await read(after, rowsPerRead)
    yield rows.map(toItem)
    after = rows.length === rowsPerRead ? rows.at(-1) : undefined
  } while (after !== undefined)
}
