/** Heading and what of a row stands below it. */
export type Column<Row> = readonly [heading: string, cell: (row: Row) => string | number | boolean | null | undefined]

/** Rows in aligned columns; the last one is as long as it likes. No line ends in blanks. */
export function formatTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const lines = [
    columns.map(([heading]) => heading),
    ...rows.map((row) => columns.map(([, cell]) => showable(cell(row)))),
  ]
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => widthOf(line[index]!))))
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, index) => pad(cell, widths[index]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

/** Names and values below one another. */
export function formatFields(fields: Readonly<Record<string, unknown>>): string {
  const width = Math.max(...Object.keys(fields).map(widthOf))
  return Object.entries(fields)
    .map(([name, value]) => `${pad(name, width)}  ${showable(value)}`.trimEnd())
    .map((line) => `${line}\n`)
    .join('')
}

/** Text of devices and of people cannot steer the terminal that shows it. */
export function showable(value: unknown): string {
  if (value === null || value === undefined || value === '') return '-'
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, '\u{fffd}')
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

function widthOf(text: string): number {
  return Array.from(text).length
}
