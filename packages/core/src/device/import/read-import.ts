import { CsvFault, parseCsv } from '../../csv/parse-csv.ts'
import { emptyListCell, importFields, listFields } from './import-row.ts'

/** One row of an import, still unchecked, and where it stands: `line 3` of a CSV, `devices[2]` of JSON. */
export interface RawRow {
  readonly place: string
  readonly value: unknown
}

/** The text as a whole cannot be read. */
export class UnreadableImport extends Error {
  readonly place: string

  constructor(place: string, message: string) {
    super(message)
    this.name = 'UnreadableImport'
    this.place = place
  }
}

/** An array of devices, `{ "devices": […] }`, or a single device. */
export function* readJsonImport(text: string): Generator<RawRow, void> {
  const value = parseJson(text)
  const devices: unknown = isObject(value) && 'devices' in value ? value.devices : value
  const rows = Array.isArray(devices) ? devices : [devices]
  for (const [index, row] of rows.entries()) yield { place: `devices[${index}]`, value: row }
}

/** The first line names the columns, in any order. */
export function* readCsvImport(text: string): Generator<RawRow, void> {
  let header: readonly string[] | undefined
  try {
    for (const { line, cells } of parseCsv(text)) {
      if (header === undefined) {
        header = readHeader(line, cells)
        continue
      }
      if (cells.length > header.length) {
        throw new CsvFault(line, `has ${cells.length} cells where the header names ${header.length}`)
      }
      yield { place: `line ${line}`, value: toRow(header, cells) }
    }
  } catch (error) {
    throw error instanceof CsvFault ? new UnreadableImport(`line ${error.line}`, error.message) : error
  }
}

function readHeader(line: number, cells: readonly string[]): string[] {
  const names = cells.map((cell) => cell.trim().toLowerCase())
  const unknown = names.find((name) => !(importFields as string[]).includes(name))
  if (unknown !== undefined) {
    throw new CsvFault(line, `"${unknown}" is not a column; there are ${importFields.join(', ')}`)
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new CsvFault(line, `the column ${twice} is there twice`)
  return names
}

function toRow(header: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (const [index, name] of header.entries()) {
    const cell = cells[index]?.trim()
    if (cell) row[name] = listFields.has(name) ? readList(cell) : cell
  }
  return row
}

/** The word `none` is a list without members, which says more than an empty cell does. */
function readList(cell: string): string[] {
  return cell === emptyListCell ? [] : cell.split(/[\s,;]+/).filter(Boolean)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UnreadableImport('', 'the body is not JSON; a CSV needs Content-Type: text/csv')
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
