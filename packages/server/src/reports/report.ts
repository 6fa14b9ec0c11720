import type { Readable } from 'node:stream'
import type { Caller } from '../caller.ts'
import type { Services } from '../services.ts'

/** Something that can be asked for by name. */
export interface Report {
  /** As the wire writes it; the first spelling is the one that we write. */
  readonly words: readonly [string, ...string[]]
  /** The first version of Get Reports that knows it. */
  readonly since: '2.0' | '3.0' | '3.1'
  /** The parameter that it needs beside its name. */
  readonly needs: 'command_id' | 'kb' | 'id' | undefined
  /** @throws Refusal not_found, for what it is asked about */
  readonly get: (services: Services, caller: Caller, needed: string) => Promise<ReportFound>
}

export type ReportFound =
  | { readonly kind: 'not_found' }
  /** `state` is one of the life-cycle of a target; it may be a final one that leaves no report. */
  | { readonly kind: 'unfinished'; readonly state: string; readonly message: string }
  | {
      readonly kind: 'file'
      readonly mediaType: string
      readonly fileName: string
      readonly sizeBytes: number
      readonly sha256: Buffer
      readonly stream: Readable
    }
  /** `text` is read while it is sent. */
  | { readonly kind: 'csv'; readonly fileName: string; readonly text: AsyncIterable<string> }
