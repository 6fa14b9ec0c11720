import { readJournal } from './journal/journal.ts'
import { findRunningAgent } from './state/agent-lock.ts'
import { isFull, readFreeBytes } from './state/disk-room.ts'
import { readIdentity } from './state/identity.ts'
import type { StateDirectory } from './state/state-directory.ts'
import { type ConnectionStatus, readConnectionStatus } from './state/status-file.ts'
import { readToMend } from './state/to-mend-file.ts'
import { findRunningProgram } from './update/running-program.ts'
import { openProgramFiles } from './update/update-record.ts'
import { agentVersion } from './version.ts'

export interface AgentStatus {
  /** Of the program that was asked. */
  readonly version: string
  /** Of the agent that runs, which may be a release that was taken since; null where none runs, or it did not say. */
  readonly running_version: string | null
  /** A release that was taken; null: the installed program runs. On trial until the server has welcomed it. */
  readonly release: { readonly version: string; readonly phase: 'trial' | 'confirmed' } | null
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
  /** What the server said last of this enrolment; absent: it said nothing yet. */
  readonly to_mend?: { readonly issues: number; readonly page: string }
  /** Null where the system does not tell. */
  readonly disk_free_bytes: number | null
  readonly commands: { readonly unfinished: number; readonly unreported: number; readonly reported: number }
}

/** What the files of the state directory tell; works whether an agent runs or not. */
export function readStatus(state: StateDirectory): AgentStatus {
  const identity = readIdentity(state)
  const processId = findRunningAgent(state.lock)
  const written = processId === undefined ? undefined : readConnectionStatus(state.status)
  // What an agent before it wrote says nothing of this one.
  const connection = written?.process_id === processId ? written : undefined
  const taken = openProgramFiles(state).read().current
  const commands = readJournal(state.journal)
  const toMend = readToMend(state)
  const isToldOfNow = identity !== undefined && !identity.retired && toMend?.generation === identity.generation
  return {
    version: agentVersion,
    running_version: connection?.version ?? null,
    release: taken && { version: taken.release.version, phase: taken.phase },
    self_updating: findRunningProgram() !== undefined,
    state_directory: state.path,
    enrolment:
      identity === undefined ? 'none' : identity.uninstall ? 'uninstalling' : identity.retired ? 'retired' : 'active',
    ...(identity && { server: identity.server, device_id: identity.device_id, generation: identity.generation }),
    process_id: processId ?? null,
    ...(connection && { connection }),
    ...(isToldOfNow && { to_mend: { issues: toMend.issues, page: toMend.page } }),
    disk_free_bytes: readFreeBytes(state.path),
    commands: {
      unfinished: commands.filter(({ result, stored }) => result === undefined && !stored).length,
      unreported: commands.filter(({ result, stored }) => result !== undefined && !stored).length,
      reported: commands.filter(({ stored }) => stored).length,
    },
  }
}

export function formatStatus(status: AgentStatus): string {
  const { connection, commands, to_mend: toMend } = status
  const lines = [
    ['Agent', versionText(status)],
    ...(status.release?.phase === 'trial' ? [['Update', trialText(status.release.version)]] : []),
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
    ...(toMend && toMend.issues > 0
      ? [['To mend', `${toMend.issues === 1 ? 'one thing' : `${toMend.issues} things`}; what to do: ${toMend.page}`]]
      : []),
    ...(isFull(status.disk_free_bytes)
      ? [['Disk', 'full: until there is room, no command can be accepted, and nothing noted']]
      : []),
    ['Commands', `${commands.unfinished} unfinished, ${commands.unreported} to report, ${commands.reported} reported`],
  ]
  return lines.map(([label, text]) => `${label!.padEnd(11)} ${text}`).join('\n')
}

/** What runs comes first: the program that was asked may be the installed one that only starts it. */
function versionText({ version, running_version: running, self_updating }: AgentStatus): string {
  const source = self_updating ? '' : ', from source: it does not update itself'
  return running === null || running === version
    ? `muster-agent ${version}${source}`
    : `muster-agent ${running} runs; this program is ${version}${source}`
}

function trialText(version: string): string {
  return `${version} is on trial until the server has welcomed it; time without the server does not count`
}
