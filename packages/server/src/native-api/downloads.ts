import { Readable } from 'node:stream'
import { type CsvColumn, formatCsvTable } from '@muster/core/csv/format-csv-table.ts'
import type { RouteAnswer } from '../route.ts'

/** Rows as they are read, some at a time: of a download no more than these are in memory. */
type Parts<Row> = AsyncIterable<readonly Row[]>

/** Every cell as text; lists and objects as JSON. No cell is taken for a formula by a spreadsheet. */
export function csvDownload<Row extends object>(
  name: string,
  columns: readonly (keyof Row & string)[],
  parts: Parts<Row>,
): RouteAnswer {
  const read = columns.map((column): CsvColumn<Row> => [column, (row) => row[column]])
  return download(`${name}.csv`, 'text/csv; charset=utf-8', () => formatCsvTable(read, parts))
}

/** A JSON object a line. */
export function linesDownload(name: string, parts: Parts<object>): RouteAnswer {
  return download(`${name}.ndjson`, 'application/x-ndjson', async function* () {
    for await (const rows of parts) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  })
}

/** One JSON array. */
export function arrayDownload(name: string, parts: Parts<object>): RouteAnswer {
  return download(`${name}.json`, 'application/json; charset=utf-8', async function* () {
    let separator = '[\n'
    for await (const rows of parts) {
      for (const row of rows) {
        yield `${separator}${JSON.stringify(row)}`
        separator = ',\n'
      }
    }
    yield separator === '[\n' ? '[]\n' : '\n]\n'
  })
}

function download(fileName: string, contentType: string, write: () => AsyncGenerator<string>): RouteAnswer {
  return {
    status: 200,
    contentType,
    headers: { 'content-disposition': `attachment; filename="${fileName}"` },
    body: Readable.from(write(), { objectMode: false }),
  }
}
