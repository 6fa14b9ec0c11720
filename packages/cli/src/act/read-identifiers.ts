import { readFileSync } from 'node:fs'
import { CsvFault, parseCsv } from '@muster/core/csv/parse-csv.ts'
import { usageFailure } from '../failure.ts'

/** One identifier a line; with a column, the cells of that column of a CSV. `-` is the standard input. */
export function readIdentifiers(file: string, column: string | undefined): string[] {
  const text = readText(file)
  const found = column === undefined ? readLines(text) : readColumn(text, column, file)
  if (found.length === 0) throw usageFailure(`${nameOf(file)} holds no identifier.`)
  return found
}

export function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    throw usageFailure(`${nameOf(file)} cannot be read: ${(error as Error).message}`)
  }
}

function readLines(text: string): string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter(Boolean)
}

function readColumn(text: string, column: string, file: string): string[] {
  try {
    const [header, ...records] = parseCsv(text)
    const names = header?.cells.map((cell) => cell.trim().toLowerCase()) ?? []
    const index = names.indexOf(column.toLowerCase())
    if (index === -1) {
      throw usageFailure(`${nameOf(file)} has no column "${column}"; it has ${names.join(', ') || 'none'}.`)
    }
    return records.map(({ cells }) => cells[index]?.trim() ?? '').filter(Boolean)
  } catch (error) {
    throw error instanceof CsvFault ? usageFailure(`${nameOf(file)}, line ${error.line}: ${error.message}.`) : error
  }
}

function nameOf(file: string): string {
  return file === '-' ? 'The standard input' : file
}
