import { reasonSentence } from '@muster/core/action/reason.ts'
import { Command } from '@muster/core/api/actions.ts'
import { Type } from 'typebox'
import type { Caller } from '../caller.ts'
import { openReport } from '../operations/open-report.ts'
import { type CommandView, findCommand } from '../operations/read-actions.ts'
import { reportFileName } from '../operations/report-file-name.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { json, type NativeRoute, needs, prefix } from './native-route.ts'
import { toCommand } from './to-action.ts'

const tag = 'actions'
const path = `${prefix}/commands/:command_id`
const params = Type.Object({ command_id: Type.String() })

export function commandRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'GET',
      path,
      tag,
      operationId: 'showCommand',
      summary: 'Show what an agent was asked to do, and how far it is',
      access: needs('read'),
      params,
      response: Command,
      errors: ['not_found'],
      handle: async ({ caller, params: { command_id } }) =>
        json(toCommand(await requireCommand(services, caller, command_id!))),
    },
    {
      method: 'GET',
      path: `${path}/report`,
      tag,
      operationId: 'downloadReport',
      summary: 'Download what the command brought back',
      description: '`Repr-Digest` carries its SHA-256. 409 while there is none, with the state of the command.',
      access: needs('read'),
      params,
      answers: 'application/octet-stream',
      errors: ['not_found', 'conflict'],
      handle: async ({ caller, params: { command_id } }) => {
        const command = await requireCommand(services, caller, command_id!)
        const report = await openReport(services, caller.accountId, command.actionId, command.row.position)
        if (report === undefined) throw noReport(command)
        return {
          status: 200,
          contentType: report.mediaType,
          headers: {
            'content-length': String(report.sizeBytes),
            'repr-digest': `sha-256=:${report.sha256.toString('base64')}:`,
            'content-disposition': `attachment; filename="${fileName(command)}"`,
          },
          body: report.stream,
        }
      },
    },
  ]
}

async function requireCommand(services: Services, caller: Caller, commandId: string): Promise<CommandView> {
  const command = await findCommand(services, caller, commandId)
  if (command === undefined) throw new Refusal('not_found', 'There is no such command.')
  return command
}

function noReport({ state, row, reason }: CommandView): Refusal {
  const why = row.message ?? (reason === undefined ? '' : reasonSentence(reason))
  return new Refusal('conflict', `There is no report: the command is ${state.replaceAll('_', ' ')}. ${why}`.trim(), [
    { field: 'state', message: state },
  ])
}

function fileName({ row, action }: CommandView): string {
  return reportFileName(action.report ?? 'report', row.device_id, action.report === 'agent_log' ? 'zip' : 'json')
}
