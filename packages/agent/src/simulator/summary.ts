import { quantile } from './histogram.ts'
import {
  type Counter,
  counters,
  type ErrorCount,
  type Measures,
  protocolErrors,
  type Timing,
  timings,
} from './measures.ts'

/** What a simulation found out, as `--json` prints it. Times in milliseconds. */
export interface Summary {
  readonly server: string
  readonly seed: number
  readonly agents: number
  readonly seconds: number
  readonly present: number
  readonly connected: number
  readonly under_way: number
  readonly counts: Record<Counter, number>
  readonly times: Partial<Record<Timing, { count: number; p50: number; p95: number; max: number }>>
  readonly errors: Record<string, ErrorCount>
  readonly protocol_errors: number
}

export function summarize(run: Pick<Summary, 'server' | 'seed' | 'agents' | 'seconds'>, measures: Measures): Summary {
  const { present, connected, under_way, counts, times, errors } = measures
  const timed = (Object.keys(timings) as Timing[]).flatMap((name) => {
    const { count, max } = times[name]
    if (count === 0) return []
    const at = (share: number) => round(quantile(times[name], share)!)
    return [[name, { count, p50: at(0.5), p95: at(0.95), max: round(max) }] as const]
  })
  return {
    ...run,
    present,
    connected,
    under_way,
    counts,
    times: Object.fromEntries(timed),
    errors,
    protocol_errors: protocolErrors(measures),
  }
}

/** The table at the end. */
export function formatSummary({ agents, seconds, seed, server, ...summary }: Summary): string {
  const counted = counters.filter((name) => summary.counts[name] > 0)
  const times = Object.entries(summary.times) as [Timing, { count: number; p50: number; p95: number; max: number }][]
  const errors = Object.entries(summary.errors)
  const sections = [
    `${agents} agents at ${server} for ${seconds.toFixed(1)} s (--seed ${seed})`,
    toColumns([
      ['connected', `${summary.connected} of ${summary.present}`],
      ...counted.map((name) => [name.replaceAll('_', ' '), String(summary.counts[name])]),
      ...(summary.under_way > 0 ? [['still under way', String(summary.under_way)]] : []),
    ]),
  ]
  if (times.length > 0) {
    sections.push(
      toColumns([
        ['milliseconds', 'p50', 'p95', 'max', 'count'],
        ...times.map(([name, { p50, p95, max, count }]) => [timings[name], ...[p50, p95, max, count].map(String)]),
      ]),
    )
  }
  if (errors.length > 0) {
    sections.push(
      toColumns([
        ['errors', 'count', ''],
        ...errors.map(([kind, { count, expected }]) => [kind, String(count), expected ? '' : 'PROTOCOL ERROR']),
      ]),
    )
  }
  return `${sections.join('\n\n')}\n`
}

/** The first column flush left, numbers flush right. */
function toColumns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10
}
