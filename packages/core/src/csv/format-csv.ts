import { neutraliseCell } from './neutral-cell.ts'

/** One record of RFC 4180, with its CR LF; no cell of it is taken for a formula. */
export function formatCsvRecord(cells: readonly string[]): string {
  return `${cells.map(formatCell).join(',')}\r\n`
}

function formatCell(text: string): string {
  const cell = neutraliseCell(text)
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
