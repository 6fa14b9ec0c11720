import type { TargetState } from '@muster/core/action/life-cycle.ts'
import { reasonSentence } from '@muster/core/action/reason.ts'
import type { Caller } from '../caller.ts'
import { openReport } from '../operations/open-report.ts'
import { type CommandView, findCommand } from '../operations/read-actions.ts'
import { reportFileName } from '../operations/report-file-name.ts'
import type { Services } from '../services.ts'
import type { ReportFound } from './report.ts'

/** What the command brought back, or how far it is. A command of another kind of report is not found. */
export async function getCommandReport(
  services: Services,
  caller: Caller,
  commandId: string,
  { report, extension }: { report: string; extension: string },
): Promise<ReportFound> {
  const command = await findCommand(services, caller, commandId)
  if (command === undefined || command.action.report !== report) return { kind: 'not_found' }
  const { actionId, row, state } = command
  const file = await openReport(services, caller.accountId, actionId, row.position)
  if (file === undefined) return { kind: 'unfinished', state, message: sayHowFar(command) }
  const { mediaType, sizeBytes, sha256, stream } = file
  return {
    kind: 'file',
    mediaType,
    sizeBytes,
    sha256,
    stream,
    fileName: reportFileName(report, row.device_id, extension),
  }
}

const sentences: Partial<Record<TargetState, string>> = {
  held: 'The command is held back and was not handed out yet.',
  queued: 'The command waits for the device to connect.',
  offered: 'The command was sent to the device, which has not accepted it yet.',
  deferred: 'The device put the command off and will take it up later.',
  accepted: 'The device accepted the command and has not begun yet.',
  running: 'The device is working on the command.',
  unresponsive: 'The device accepted the command and then fell silent; a late result is taken.',
  cancelling: 'The device is asked to stop.',
  succeeded: 'The command succeeded, and its report is not here.',
  failed: 'The command failed.',
  timed_out: 'The device did not finish in time.',
  expired: 'The device did not take the command in time.',
  rejected: 'The device refused the command.',
  cancelled: 'The command was cancelled.',
  terminated: 'The command was stopped.',
}

function sayHowFar({ state, reason, row }: CommandView): string {
  const known = row.message || (reason === undefined ? undefined : reasonSentence(reason))
  return [sentences[state], known].filter((part) => part !== undefined).join(' ')
}
