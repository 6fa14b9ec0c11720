import { type Finding, type FindingDevice, noHash } from '@muster/core/api/findings.ts'
import type { Page } from '@muster/core/api/page.ts'
import { Type } from 'typebox'
import type { Caller } from '../caller.ts'
import { findAccountKeys } from '../db/accounts/find-account-keys.ts'
import { listThreatDevices, type ThreatDeviceRow } from '../db/findings/list-threat-devices.ts'
import { listThreats, type ThreatFilter, type ThreatRow } from '../db/findings/list-threats.ts'
import { invalidField } from '../refusal.ts'
import type { Services } from '../services.ts'
import { CommandSeal, commandKey } from './command-id.ts'
import { formatCursor, type PageRequest, parseCursor, toPage } from './page.ts'

export interface FindingFilter extends Omit<ThreatFilter, 'sha256'> {
  /** Hexadecimal. */
  readonly sha256?: string | undefined
}

const cursorKey = Type.Tuple([Type.String({ pattern: '^[1-9][0-9]{0,17}$' })])

/** One entry a hash and signature, those that came in last first; with the devices that are there, not the deleted. */
export async function listFindings(
  { pool }: Services,
  { accountId }: Caller,
  { filter, cursor, limit }: PageRequest & { filter: FindingFilter },
): Promise<Page<Finding>> {
  const [before] = parseCursor('findings', cursorKey, cursor) ?? []
  const sha256 = filter.sha256 === undefined ? undefined : Buffer.from(filter.sha256, 'hex')
  const rows = await listThreats(pool, {
    accountId,
    filter: { ...filter, sha256 },
    limit: limit + 1,
    ...(before !== undefined && { before }),
  })
  return toPage(rows, limit, ({ threat_key }) => formatCursor('findings', [threat_key]), toFinding)
}

/** On which devices a hash was found, whatever it was called there, or under one signature alone. */
export async function listFindingDevices(
  { pool }: Services,
  { accountId }: Caller,
  { sha256, signature, cursor, limit }: PageRequest & { sha256: string; signature?: string | undefined },
): Promise<Page<FindingDevice>> {
  if (sha256 === noHash && signature === undefined) {
    throw invalidField('signature', 'is needed where there is no hash')
  }
  const [after] = parseCursor('finding-devices', cursorKey, cursor) ?? []
  const hash = sha256 === noHash ? Buffer.alloc(0) : Buffer.from(sha256, 'hex')
  const rows = await listThreatDevices(pool, { accountId, sha256: hash, signature, after, limit: limit + 1 })
  const { sealKey } = await findAccountKeys(pool, accountId)
  return toPage(
    rows,
    limit,
    ({ device_key }) => formatCursor('finding-devices', [device_key]),
    (row) => toFindingDevice(row, sealKey),
  )
}

function toFinding({ sha256, signature, devices, first_seen, last_seen }: ThreatRow): Finding {
  return {
    sha256: sha256.length === 0 ? null : sha256.toString('hex'),
    signature,
    devices,
    first_seen: first_seen.toISOString(),
    last_seen: last_seen.toISOString(),
  }
}

function toFindingDevice(row: ThreatDeviceRow, sealKey: Buffer): FindingDevice {
  const { action_id: actionId, type, params, position } = row
  return {
    device_id: row.device_id,
    hostname: row.hostname,
    signatures: row.signatures,
    first_seen: row.first_seen.toISOString(),
    last_seen: row.last_seen.toISOString(),
    area: row.area as FindingDevice['area'],
    path: row.path,
    action_id: actionId,
    command_id: new CommandSeal(commandKey(sealKey, { actionId, type, params }), actionId).idAt(position),
  }
}
