import { formatCsvRecord } from './format-csv.ts'

export type CsvColumn<Row> = readonly [heading: string, read: (row: Row) => unknown]

/**
 * A table of RFC 4180, headings first, as its rows are read: no more of them than one part are in memory. Every cell as
 * text, lists and objects as JSON, nothing for null; no cell is taken for a formula.
 */
export async function* formatCsvTable<Row>(
  columns: readonly CsvColumn<Row>[],
  parts: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string, void> {
  // With the first rows: where those cannot be read, nothing was said yet.
  let headings = formatCsvRecord(columns.map(([heading]) => heading))
  for await (const rows of parts) {
    yield headings + rows.map((row) => formatCsvRecord(columns.map(([, read]) => cellOf(read(row))))).join('')
    headings = ''
  }
  if (headings !== '') yield headings
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
