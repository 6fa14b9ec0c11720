import type { DevicePatch, Patch, PatchDevice } from '@muster/core/api/patches.ts'
import { type CsvColumn, formatCsvTable } from '@muster/core/csv/format-csv-table.ts'
import {
  exportDevicePatches,
  exportPatchDevices,
  exportPatches,
  type Parts,
} from '../operations/patches/export-patches.ts'
import type { Report, ReportFound } from './report.ts'

// The vendor publishes that these reports are CSV, and not their columns: docs/compatibility.md has ours.

/** Which updates devices lack, and how many devices do. */
export const osPatchSummary: Report = {
  words: ['os_patch_summary'],
  since: '2.0',
  needs: undefined,
  get: async (services, caller) => csv('os_patch_summary', patchColumns, exportPatches(services, caller, {})),
}

const patchColumns: CsvColumn<Patch>[] = [
  ['kb', ({ patch_id }) => patch_id],
  ['title', ({ title }) => title],
  ['source', ({ source }) => source],
  ['security', ({ security }) => security],
  ['number_of_devices', ({ devices }) => devices],
  ['missing_since', ({ missing_since }) => toSecond(missing_since)],
]

/** Which devices lack an update. */
export const deviceMissingOsPatch: Report = {
  words: ['device_missing_os_patch'],
  since: '2.0',
  needs: 'kb',
  get: async (services, caller, kb) => {
    const patchId = toPatchId(kb)
    const columns = patchDeviceColumns(patchId)
    return csv('device_missing_os_patch', columns, exportPatchDevices(services, caller, { patchId }))
  },
}

/** Microsoft's numbers in the ways in which people write them; what others call their updates as it is. */
function toPatchId(kb: string): string {
  const number = /^(?:kb)?(\d+)$/i.exec(kb.trim())?.[1]
  return number === undefined ? kb : `KB${number}`
}

const patchDeviceColumns = (patchId: string): CsvColumn<PatchDevice>[] => [
  ['device_id', ({ device_id }) => device_id],
  ['device_name', ({ hostname }) => hostname],
  ['group_name', ({ group_name }) => group_name],
  ['os', ({ os }) => os],
  ['kb', () => patchId],
  ['source', ({ source }) => source],
  ...missingColumns,
]

/** Which updates a device lacks. */
export const missingOsPatch: Report = {
  words: ['missing_os_patch'],
  since: '2.0',
  needs: 'id',
  get: async (services, caller, id) =>
    csv('missing_os_patch', devicePatchColumns, await exportDevicePatches(services, caller, id)),
}

const missingColumns: CsvColumn<Pick<DevicePatch, 'security' | 'installed' | 'available' | 'missing_since'>>[] = [
  ['security', ({ security }) => security],
  ['installed_version', ({ installed }) => installed],
  ['available_version', ({ available }) => available],
  ['missing_since', ({ missing_since }) => toSecond(missing_since)],
]

const devicePatchColumns: CsvColumn<DevicePatch>[] = [
  ['kb', ({ patch_id }) => patch_id],
  ['title', ({ title }) => title],
  ['source', ({ source }) => source],
  ...missingColumns,
]

function csv<Row>(name: string, columns: readonly CsvColumn<Row>[], parts: Parts<Row>): ReportFound {
  return { kind: 'csv', fileName: `${name}.csv`, text: formatCsvTable(columns, parts) }
}

/** As the wire writes times. */
function toSecond(at: string): string {
  return at.replace(/\.\d+Z$/, 'Z')
}
