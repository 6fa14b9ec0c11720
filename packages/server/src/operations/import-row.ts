import { statusCode } from '@muster/core/device/facts.ts'
import type { CheckedRow } from '@muster/core/device/import/parse-import-row.ts'
import { macAddressToNumber } from '@muster/core/device/mac-address.ts'
import type { FieldError } from '@muster/core/error-code.ts'
import type { StagedRow } from '../db/devices/import/stage-rows.ts'

/** The row as the database takes it, or what is wrong with it in this account. */
export function toStagedRow(
  position: number,
  { status, macs, group_id, ...row }: CheckedRow,
  groups: ReadonlyMap<string, number>,
): StagedRow | FieldError[] {
  const groupKey = group_id === undefined ? undefined : groups.get(group_id)
  if (group_id !== undefined && groupKey === undefined) {
    return [{ field: 'group_id', message: `there is no group "${group_id}"` }]
  }
  return {
    ...row,
    position,
    group_key: groupKey,
    macs: macs?.map(macAddressToNumber),
    ...baseOf(status),
  }
}

/** Ignored is an administrator's mark on an unknown device, exempted a lease over whatever the device is else. */
function baseOf(status: CheckedRow['status']): Pick<StagedRow, 'base_status' | 'ignored' | 'exempted'> {
  if (status === undefined) return {}
  if (status === 'ignored') return { base_status: statusCode('unknown'), ignored: true }
  if (status === 'exempted') return { base_status: statusCode('compliant'), exempted: true }
  return { base_status: statusCode(status) }
}
