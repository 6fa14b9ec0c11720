import type { AgentMessage } from '@muster/core/agent/messages.ts'
import type { CommandHandler, Job } from '../handlers/handler.ts'
import type { Journal } from '../journal/journal.ts'
import type { Deferrals } from './deferrals.ts'
import type { Obedience } from './verify-command.ts'

export interface WorkerTools extends Pick<Job, 'state' | 'identity' | 'log' | 'upload'> {
  readonly handlers: readonly CommandHandler[]
  readonly journal: Journal
  /** Unix seconds. */
  readonly now: () => number
  readonly obedience: () => Obedience
  /** Says something to the server; lost where there is no connection. */
  readonly say: (message: AgentMessage) => void
  readonly deferrals: Deferrals
}
