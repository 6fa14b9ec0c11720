import type { Caller } from '../caller.ts'
import { countDeviceFindings, type DeviceFindingRow, listDeviceFindings } from '../db/findings/list-device-findings.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { requireNamedDevice } from './require-device-key.ts'

export interface DeviceThreat {
  readonly foundAt: Date
  readonly path: string
  /** Hexadecimal; undefined where no scan could tell. */
  readonly sha256: string | undefined
  readonly signature: string
  readonly engine: string
  readonly engineVersion: string
  /** Of its signatures. */
  readonly databaseVersion: string | undefined
}

/**
 * What scans found on a device, the newest scan first, a numbered page at a time: what was found twice is there twice.
 * The device by device id, hardware id or MAC address. @throws Refusal: not_found, page_beyond_last
 */
export async function listDeviceThreats(
  { pool }: Services,
  { accountId }: Caller,
  { identifier, page, limit }: { identifier: string; page: number; limit: number },
): Promise<DeviceThreat[]> {
  const deviceKey = await requireNamedDevice(pool, accountId, identifier)
  const skip = (page - 1) * limit
  if (skip > 0 && skip >= (await countDeviceFindings(pool, accountId, deviceKey))) {
    throw new Refusal('page_beyond_last')
  }
  const rows = await listDeviceFindings(pool, { accountId, deviceKey, skip, limit })
  return rows.map(toDeviceThreat)
}

function toDeviceThreat(row: DeviceFindingRow): DeviceThreat {
  return {
    foundAt: row.found_at,
    path: row.path,
    sha256: row.sha256.length === 0 ? undefined : row.sha256.toString('hex'),
    signature: row.signature,
    engine: row.engine,
    engineVersion: row.engine_version,
    databaseVersion: row.database_version ?? undefined,
  }
}
