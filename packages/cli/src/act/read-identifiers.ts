import { readFileSync } from 'node:fs'
import { CsvFault, parseCsv } from '@muster/core/csv/parse-csv.ts'
import { usageFailure } from '../failure.ts'

/** One identifier a line; with a column, the cells of that column of a CSV. `-` is the standard input. */
export function readIdentifiers(file: string, column: string | undefined): string[] {
  const text = readText(file, ', and of a CSV name the column with --column.')
  const found = column === undefined ? readWholeLines(text, file) : readColumn(text, column, file)
  if (found.length === 0) throw usageFailure(`${nameOf(file)} holds no identifier.`)
  return found
}

/** @param hint what to add where it is not text */
export function readText(file: string, hint = '.'): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file === '-' ? 0 : file))
  } catch (error) {
    if (error instanceof TypeError) {
      throw usageFailure(`${nameOf(file)} is not UTF-8 text. Save it as text or CSV in UTF-8${hint}`)
    }
    throw usageFailure(`${nameOf(file)} cannot be read: ${(error as Error).message}`)
  }
}

function readWholeLines(text: string, file: string): string[] {
  const lines = readLines(text)
  if (text.includes('\0')) throw usageFailure(`${nameOf(file)} is not text; a CSV is read with --column NAME.`)
  if (lines[0]?.includes(',')) {
    throw usageFailure(
      `${nameOf(file)} has commas in its first line: for a CSV, name the column of the identifiers with --column NAME.`,
    )
  }
  return lines
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
