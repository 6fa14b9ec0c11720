import type { Checks } from '@muster/core/agent/messages.ts'

/** The shape of the JSON files; the README beside this file explains it. */
export interface ConformanceCase {
  readonly title: string
  readonly steps: readonly (ConformanceStep | { readonly report: BroughtReport } | { readonly checks: SaidChecks })[]
}

/** What an agent brings; the device is one of `fleet.json`. */
export interface BroughtReport {
  readonly device: string
  readonly command_id: string
  /** JSON. */
  readonly content: object
}

/** What an agent says that it found; the device is one of `fleet.json`. */
export interface SaidChecks {
  readonly device: string
  readonly said: Checks['checks']
}

export interface ConformanceStep {
  readonly request: {
    readonly method: string
    readonly path: string
    readonly query?: Readonly<Record<string, string>>
    readonly headers?: Readonly<Record<string, string>>
    readonly token?: 'url' | 'header' | 'both' | 'none'
    readonly body?: unknown
    readonly bodyText?: string
  }
  readonly answer: {
    readonly status: number
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: unknown
    readonly bodyText?: string
    readonly bodyPattern?: string
  }
}
