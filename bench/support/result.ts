/** One line of a benchmark: `ok` is whether the bar is kept; no bar, always. */
export interface BenchResult {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** Such as `<= 1.25`; empty: for information. */
  readonly bar: string
  readonly ok: boolean
}

export function measured(name: string, value: number, unit: string): BenchResult {
  return { name, value, unit, bar: '', ok: true }
}

export function atMost(name: string, value: number, unit: string, most: number): BenchResult {
  return { name, value, unit, bar: `<= ${most}`, ok: value <= most }
}

export function atLeast(name: string, value: number, unit: string, least: number): BenchResult {
  return { name, value, unit, bar: `>= ${format(least)}`, ok: value >= least }
}

export function printTable(results: readonly BenchResult[]): void {
  const rows = [
    ['name', 'value', 'unit', 'bar', ''],
    ...results.map(({ name, value, unit, bar, ok }) => [
      name,
      format(value),
      unit,
      bar,
      bar === '' ? '' : ok ? 'ok' : 'MISSED',
    ]),
  ]
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 1 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
    )
    process.stdout.write(`${cells.join('  ').trimEnd()}\n`)
  }
}

function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}
