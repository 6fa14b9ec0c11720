import { readJournal } from './journal/journal.ts'
import { findRunningAgent } from './state/agent-lock.ts'
import { readIdentity } from './state/identity.ts'
import type { StateDirectory } from './state/state-directory.ts'
import { type ConnectionStatus, readConnectionStatus } from './state/status-file.ts'
import { findRunningProgram } from './update/running-program.ts'
import { agentVersion } from './version.ts'

export interface AgentStatus {
  readonly version: string
  /** False where it runs from source: only the packaged file replaces itself. */
  readonly self_updating: boolean
  readonly state_directory: string
  readonly enrolment: 'none' | 'active' | 'retired' | 'uninstalling'
  readonly server?: string
  readonly device_id?: string
  readonly generation?: number
  /** Null where no agent runs. */
  readonly process_id: number | null
  readonly connection?: ConnectionStatus
  readonly commands: { readonly unfinished: number; readonly unreported: number; readonly reported: number }
}

/** What the files of the state directory tell; works whether an agent runs or not. */
export function readStatus(state: StateDirectory): AgentStatus {
  const identity = readIdentity(state)
  const processId = findRunningAgent(state.lock)
  const connection = processId === undefined ? undefined : readConnectionStatus(state.status)
  const commands = readJournal(state.journal)
  return {
    version: agentVersion,
    self_updating: findRunningProgram() !== undefined,
    state_directory: state.path,
    enrolment:
      identity === undefined ? 'none' : identity.uninstall ? 'uninstalling' : identity.retired ? 'retired' : 'active',
    ...(identity && { server: identity.server, device_id: identity.device_id, generation: identity.generation }),
    process_id: processId ?? null,
    ...(connection && { connection }),
    commands: {
      unfinished: commands.filter(({ result }) => result === undefined).length,
      unreported: commands.filter(({ result, stored }) => result !== undefined && !stored).length,
      reported: commands.filter(({ stored }) => stored).length,
    },
  }
}

export function formatStatus(status: AgentStatus): string {
  const { connection, commands } = status
  const lines = [
    [
      'Agent',
      `muster-agent ${status.version}${status.self_updating ? '' : ', from source: it does not update itself'}`,
    ],
    ['State', status.state_directory],
    ['Enrolment', status.enrolment === 'none' ? 'none; enrol with: muster-agent enrol' : status.enrolment],
    ...(status.device_id ? [['Device', `${status.device_id}, generation ${status.generation}`]] : []),
    ...(status.server ? [['Server', status.server]] : []),
    ['Process', status.process_id === null ? 'not running; start with: muster-agent run' : String(status.process_id)],
    ...(connection
      ? [
          [
            'Connection',
            connection.connected
              ? `connected by ${connection.transport} since ${connection.since}`
              : `none since ${connection.since}: ${connection.problem ?? ''}`,
          ],
        ]
      : []),
    ['Commands', `${commands.unfinished} unfinished, ${commands.unreported} to report, ${commands.reported} reported`],
  ]
  return lines.map(([label, text]) => `${label!.padEnd(11)} ${text}`).join('\n')
}
