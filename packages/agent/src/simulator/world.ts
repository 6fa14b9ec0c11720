import type { KeyObject } from 'node:crypto'
import type { ReadStatement } from '../command/verify-command.ts'
import type { Enrolment } from '../connection/converse.ts'
import type { ServerAddress } from '../http-client.ts'
import type { Gate } from './gate.ts'
import type { IdentityBook } from './identities.ts'
import type { JournalShelf } from './journals.ts'
import type { Knobs } from './knobs.ts'
import type { Measures } from './measures.ts'
import type { ReportFiles } from './report-files.ts'
import type { Wheel } from './wheel.ts'

/** What the simulated agents of a process share. */
export interface World {
  readonly address: ServerAddress
  readonly token: string | undefined
  readonly seed: number
  readonly knobs: Knobs
  readonly wheel: Wheel
  readonly measures: Measures
  readonly identities: IdentityBook
  readonly journals: JournalShelf
  readonly reports: ReportFiles
  readonly connecting: Gate
  readonly enrolling: Gate
  readonly uploading: Gate
  readonly readStatement: ReadStatement
  accountKeyOf(enrolment: Enrolment): KeyObject
  /** A command has its effect: once for each, or something is wrong. */
  effect(commandId: string): void
  /** Another agent of this process, and a command of another; for those who lie. */
  anotherEnrolment(index: number): Enrolment | undefined
  anotherCommand(index: number): string | undefined
  noteCommand(index: number, commandId: string): void
  /** Something happened that was more than a heartbeat. */
  stir(): void
}
