import type { HindranceReason } from '@muster/core/action/applicability.ts'
import type { Reason } from '@muster/core/action/reason.ts'
import type { Log } from '../log.ts'
import type { Uploader } from '../report/upload.ts'
import type { Identity } from '../state/identity.ts'
import type { StateDirectory } from '../state/state-directory.ts'

/** How this agent carries out one action type. One file each; `index.ts` is the list. */
export interface CommandHandler {
  /** The action type's name. */
  readonly type: string
  /**
   * May begin again, or go on from its note, after the agent was stopped in the middle: its effect is the same however
   * often it starts. Of the others, an interrupted one ends as `failed(interrupted)`.
   */
  readonly resumable: boolean
  /** Mostly waits for a person: it takes no place from those that work. */
  readonly waits?: true
  /** Why this device cannot do it now, whatever the agent could; looked at again and again while the agent runs. */
  hindrance?(): Promise<HindranceReason | undefined>
  /** Resolves when it is done; throws `CommandFailure`, or anything, where it cannot be. */
  run(job: Job): Promise<Readonly<Record<string, unknown>>>
  /** The server has the result: what was kept for it may go. */
  forget?(job: Pick<Job, 'id' | 'state'>): void
}

export interface Job {
  readonly id: string
  readonly params: Readonly<Record<string, unknown>>
  /** Unix seconds: what ends later is kept nowhere. Undefined where the server did not say. */
  readonly finishBy?: number
  readonly state: StateDirectory
  readonly identity: Identity
  readonly log: Log
  readonly upload: Uploader
  /** Aborted when somebody cancels, or the agent stops. */
  readonly signal: AbortSignal
  /** What an earlier run of this command noted, and how to note something: it is on the disk when this returns. */
  readonly note: Readonly<Record<string, unknown>> | undefined
  keepNote(note: Readonly<Record<string, unknown>>): void
  /** `how`: how far that is, for a person. */
  progress(percent: number, how?: string): void
}

/** "No, because": the reason for programs, the message for people. */
export class CommandFailure extends Error {
  readonly reason: Reason
  /** What was done all the same: it becomes the result's data. */
  readonly data: Readonly<Record<string, unknown>> | undefined

  constructor(reason: Reason, message: string, data?: Readonly<Record<string, unknown>>) {
    super(message)
    this.name = 'CommandFailure'
    this.reason = reason
    this.data = data
  }
}
