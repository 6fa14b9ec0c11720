import { addSample, emptyHistogram, type Histogram, mergeHistogram } from './histogram.ts'

/** What is counted. */
export const counters = [
  'enrolled',
  'connections',
  'reconnects',
  'heartbeats',
  'commands_received',
  'commands_verified',
  'commands_refused',
  'commands_again',
  'cancels_received',
  'deferrals',
  'effects',
  'acknowledgements_said',
  'acknowledgements_dropped',
  'acknowledgements_doubled',
  'acknowledgements_reordered',
  'results_stored',
  'results_disowned',
  'uploads',
  'uploaded_bytes',
  'deaths',
  'interrupted',
  'lies_told',
  'lies_refused',
  'sessions_renewed',
  'retired',
  'uninstalled',
  'enrolled_again',
] as const
export type Counter = (typeof counters)[number]

/** What is timed, in milliseconds, each with where it begins and ends. */
export const timings = {
  enrol: 'asked to enrol → identity',
  connect: 'socket opened → welcome',
  deliver: 'action made (server’s clock) → command here',
  store: 'result said → stored',
  complete: 'command here → result stored',
  upload: 'upload begun → complete',
} as const
export type Timing = keyof typeof timings

export interface ErrorCount {
  count: number
  /** A knob asked for it, or a server that is away; others are protocol errors, and the simulation fails. */
  readonly expected: boolean
}

/** All that a simulation, or a worker's part of one, has measured; plain data, so that parts can be added up. */
export interface Measures {
  readonly counts: Record<Counter, number>
  readonly times: Record<Timing, Histogram>
  readonly errors: Record<string, ErrorCount>
  /** Agents that take part and are not away for the whole run; of those, connected now. */
  present: number
  connected: number
  /** Commands accepted whose result is not stored yet. */
  under_way: number
}

export function emptyMeasures(): Measures {
  return {
    counts: Object.fromEntries(counters.map((name) => [name, 0])) as Record<Counter, number>,
    times: Object.fromEntries(Object.keys(timings).map((name) => [name, emptyHistogram()])) as Record<
      Timing,
      Histogram
    >,
    errors: {},
    present: 0,
    connected: 0,
    under_way: 0,
  }
}

export function noteTime(measures: Measures, timing: Timing, milliseconds: number): void {
  addSample(measures.times[timing], milliseconds)
}

export function noteError(measures: Measures, kind: string, { expected }: { expected: boolean }): void {
  const name = kind.slice(0, 200)
  const known = measures.errors[name]
  if (known) known.count += 1
  else measures.errors[name] = { count: 1, expected }
}

export function addUp(parts: readonly Measures[]): Measures {
  const sum = emptyMeasures()
  for (const part of parts) {
    for (const name of counters) sum.counts[name] += part.counts[name]
    for (const name of Object.keys(timings) as Timing[]) mergeHistogram(sum.times[name], part.times[name])
    for (const [kind, { count, expected }] of Object.entries(part.errors)) {
      const known = sum.errors[kind]
      if (known) known.count += count
      else sum.errors[kind] = { count, expected }
    }
    sum.present += part.present
    sum.connected += part.connected
    sum.under_way += part.under_way
  }
  return sum
}

/** Errors that nothing explains. */
export function protocolErrors({ errors }: Measures): number {
  return Object.values(errors).reduce((sum, { count, expected }) => sum + (expected ? 0 : count), 0)
}
