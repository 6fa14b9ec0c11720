import { setImmediate } from 'node:timers/promises'
import { importRowsMax } from '@muster/core/device/import/import-row.ts'
import { parseImportRow } from '@muster/core/device/import/parse-import-row.ts'
import { type RawRow, readCsvImport, readJsonImport, UnreadableImport } from '@muster/core/device/import/read-import.ts'
import type { FieldError } from '@muster/core/error-code.ts'
import type { Caller } from '../caller.ts'
import { findConflicts, matchRows, type RowConflict } from '../db/devices/import/match-rows.ts'
import { openStage, type StagedRow, stageRows, unstageRows } from '../db/devices/import/stage-rows.ts'
import { logStatusChanges, noteStatuses } from '../db/devices/import/status-changes.ts'
import { addDevices, restoreDevices, updateDevices } from '../db/devices/import/write-devices.ts'
import { writeKinds } from '../db/devices/import/write-kinds.ts'
import {
  analyzeDevices,
  countImported,
  type ImportCounts,
  logAdditions,
  updateRecords,
  writeMacs,
} from '../db/devices/import/write-records.ts'
import { findGroupKeys } from '../db/groups/find-group-keys.ts'
import type { Tx } from '../db/pool.ts'
import { tellImported, tellImportedStatuses } from '../db/webhooks/tell-devices.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { uuidV7 } from '../uuid-v7.ts'
import { keepImportWithinLicence } from './compliance/licence.ts'
import { toStagedRow } from './import-row.ts'
import type { UnitOfWork } from './mutate.ts'
import { writeAudit } from './write-audit.ts'

export interface DeviceImport {
  readonly format: 'json' | 'csv'
  readonly text: string
  /** Bring in the rows that are right and tell about the others; otherwise one wrong row keeps all out. */
  readonly partial: boolean
}

export interface ImportedDevices extends ImportCounts {
  readonly importId: string
  /** The place of a row (`line 3`, `devices[2]`), its field and what is wrong; of a partial import only. */
  readonly errors: readonly FieldError[]
  readonly failed: number
}

/**
 * Brings in devices that are managed elsewhere, or that discovery found. One that is there already, by device id or
 * hardware id, is updated; its group, its exemption and whether it is ignored are left as they are.
 * @throws Refusal with what is wrong in which row, when the import is not partial
 */
export async function importDevices(
  services: Services,
  { tx, afterCommit }: UnitOfWork,
  caller: Caller,
  { format, text, partial }: DeviceImport,
): Promise<ImportedDevices> {
  const at = services.now()
  const importId = uuidV7(at)
  const groups = await findGroupKeys(tx, caller.accountId)
  await openStage(tx, caller.accountId)
  const faults = new Faults()
  const places = await stageAll(tx, format === 'csv' ? readCsvImport(text) : readJsonImport(text), groups, faults)
  if (places.length === 0) throw new Refusal('invalid_request', 'There is no device in the import.')
  await matchRows(tx, caller.accountId)
  const conflicts = await findConflicts(tx, caller.accountId, importRowsMax)
  for (const conflict of conflicts) faults.add(conflict.position, toFieldError(conflict, places))
  if (faults.rows.size > 0 && !partial) throw faults.toRefusal(places.length)
  await unstageRows(tx, [...faults.rows])

  const by = { accountId: caller.accountId, importId, at, defaultGroupKey: groups.get('default')! }
  await writeKinds(tx, caller.accountId)
  await addDevices(tx, by)
  await restoreDevices(tx, by)
  await noteStatuses(tx, by)
  await updateDevices(tx, by)
  await updateRecords(tx, by)
  await writeMacs(tx, by)
  await keepImportWithinLicence(tx, by)
  await logAdditions(tx, by)
  await logStatusChanges(tx, by)
  await tellImported(tx, by)
  await tellImportedStatuses(tx, by)
  const counts = await countImported(tx)
  const failed = faults.rows.size
  await writeAudit(tx, caller, { at, event: 'devices.imported', details: { import_id: importId, ...counts, failed } })
  if (counts.created >= manyDevices) {
    afterCommit(() => {
      analyzeDevices(services.pool).catch((error: unknown) => services.log.warn({ err: error }, 'analyze failed'))
    })
  }
  return { importId, ...counts, failed, errors: faults.shown }
}

/** From here on the database is told to look at its tables anew. */
const manyDevices = 1000

/** Rows between two turns for others: reading and checking one takes some 5 µs. */
const rowsPerTurn = 500
const rowsPerStatement = 5000

/** Returns the places of the rows, by position. */
async function stageAll(
  tx: Tx,
  rows: Generator<RawRow, void>,
  groups: ReadonlyMap<string, number>,
  faults: Faults,
): Promise<string[]> {
  const places: string[] = []
  let batch: StagedRow[] = []
  try {
    for (const { place, value } of rows) {
      const position = places.push(place) - 1
      if (position === importRowsMax) {
        throw new Refusal('too_large', `One import brings at most ${importRowsMax} devices; divide it.`)
      }
      const row = parseImportRow(value)
      const staged = Array.isArray(row) ? row : toStagedRow(position, row, groups)
      if (!Array.isArray(staged)) batch.push(staged)
      else for (const { field, message } of staged) faults.add(position, { field: inPlace(place, field), message })
      if (batch.length === rowsPerStatement) await stageRows(tx, batch.splice(0))
      if (position % rowsPerTurn === 0) await setImmediate()
    }
  } catch (error) {
    if (!(error instanceof UnreadableImport)) throw error
    const message = `The import cannot be read; nothing was done. ${error.place}: ${error.message}`
    throw new Refusal('invalid_request', message, [{ field: error.place, message: error.message }])
  }
  if (batch.length > 0) await stageRows(tx, batch)
  batch = []
  return places
}

/** What an answer lists; the rest is only counted. */
const errorsShownMax = 1000

class Faults {
  readonly rows = new Set<number>()
  readonly shown: FieldError[] = []

  add(position: number, error: FieldError): void {
    this.rows.add(position)
    if (this.shown.length < errorsShownMax) this.shown.push(error)
  }

  toRefusal(total: number): Refusal {
    const [first] = this.shown
    return new Refusal(
      'invalid_request',
      `${this.rows.size} of ${total} rows are not right; nothing was imported. First: ${first?.field} ${first?.message}`,
      this.shown,
    )
  }
}

function inPlace(place: string, field: string): string {
  return field === '' ? place : `${place} ${field}`
}

function toFieldError({ position, field, problem, other }: RowConflict, places: readonly string[]): FieldError {
  return {
    field: inPlace(places[position]!, field),
    message:
      problem === 'names_earlier_device'
        ? `names the same device as ${places[Number(other)]}`
        : `is an id of the device ${other} already`,
  }
}
