import { restoreCell } from './neutral-cell.ts'

export interface CsvRecord {
  /** Of its first character; the first line of a text is 1. */
  readonly line: number
  readonly cells: readonly string[]
}

export class CsvFault extends Error {
  readonly line: number

  constructor(line: number, message: string) {
    super(message)
    this.name = 'CsvFault'
    this.line = line
  }
}

/**
 * Reads RFC 4180: quoted cells hold commas, doubled quotes and line breaks; lines end in CR LF, LF or CR; a byte
 * order mark is skipped, and so are empty lines. One record at a time, so that a server can give way in between.
 * @throws CsvFault for a quote that does not end, or for text after one that did
 */
export function* parseCsv(text: string): Generator<CsvRecord, void> {
  let at = text.startsWith('\uFEFF') ? 1 : 0
  let line = 1
  while (at < text.length) {
    const start = line
    const cells: string[] = []
    for (let more = true; more; ) {
      const cell = text[at] === '"' ? readQuoted(text, at, line) : readPlain(text, at)
      cells.push(restoreCell(cell.value))
      line += cell.lineBreaks
      at = cell.end
      more = text[at] === ','
      if (more) at += 1
    }
    if (at < text.length) {
      at += text.startsWith('\r\n', at) ? 2 : 1
      line += 1
    }
    if (cells.length > 1 || cells[0] !== '') yield { line: start, cells }
  }
}

interface Cell {
  readonly value: string
  /** Of the comma or line break after it. */
  readonly end: number
  readonly lineBreaks: number
}

const cellEnd = /[,\r\n]/g

function readPlain(text: string, start: number): Cell {
  cellEnd.lastIndex = start
  const end = cellEnd.test(text) ? cellEnd.lastIndex - 1 : text.length
  return { value: text.slice(start, end), end, lineBreaks: 0 }
}

function readQuoted(text: string, start: number, line: number): Cell {
  let close = text.indexOf('"', start + 1)
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2)
  if (close === -1) throw new CsvFault(line, 'a quoted cell begins here and does not end')
  const raw = text.slice(start + 1, close)
  const lineBreaks = raw.match(/\r\n|\r|\n/g)?.length ?? 0
  const next = text[close + 1]
  if (next !== undefined && next !== ',' && next !== '\r' && next !== '\n') {
    throw new CsvFault(line + lineBreaks, 'text follows the closing quote of a cell; a quote inside is written twice')
  }
  return { value: raw.replaceAll('""', '"'), end: close + 1, lineBreaks }
}
