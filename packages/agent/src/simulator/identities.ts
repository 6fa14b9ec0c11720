import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Enrolment } from '../connection/converse.ts'

/** A simulated device as it is kept: its key, and once it is enrolled, who it is. */
export interface Individual {
  readonly index: number
  readonly hwid: string
  /** PKCS #8, base64url: much smaller than a key object, of which there would be thousands. */
  readonly key: string
  readonly enrolment?: Enrolment | undefined
  /** Where it was enrolled; it connects nowhere else. */
  readonly server?: string
}

export interface IdentityBook {
  get(index: number): Individual | undefined
  put(individual: Individual): void
}

/** The identities of a slice of the fleet; with a directory, kept in its one file for the next run. */
export function openIdentities(
  directory: string | undefined,
  slice: { readonly from: number; readonly to: number },
): IdentityBook {
  const known = new Map<number, Individual>()
  const path = directory === undefined ? undefined : join(directory, 'agents.jsonl')
  if (directory !== undefined) mkdirSync(directory, { recursive: true, mode: 0o700 })
  if (path !== undefined && existsSync(path)) {
    for (const line of wholeLines(readFileSync(path, 'utf8'))) {
      const individual = JSON.parse(line) as Individual
      if (individual.index >= slice.from && individual.index < slice.to) known.set(individual.index, individual)
    }
  }
  return {
    get: (index) => known.get(index),
    put(individual) {
      known.set(individual.index, individual)
      // The last line of an agent is the valid one. Several workers append to one file: a line is one write.
      if (path !== undefined) appendFileSync(path, `${JSON.stringify(individual)}\n`, { mode: 0o600 })
    },
  }
}

/** What follows the last end of line was cut off while it was written. */
export function wholeLines(text: string): string[] {
  return text.split('\n').slice(0, -1)
}
