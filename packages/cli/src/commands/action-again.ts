import type { MusterClient } from '@muster/client/index.ts'
import type { TargetState } from '@muster/core/action/life-cycle.ts'
import type { Command } from 'commander'
import { countsText } from '../act/counts-text.ts'
import { exitCodes } from '../failure.ts'
import { openSession } from '../session.ts'
import { examples } from './shared.ts'

const example = '01933b5e-7c1a-7d6f-9a4c-2f1f0c3a7b11'

interface Options {
  readonly state?: TargetState[]
  readonly plan?: boolean
}

export function addAgainCommands(action: Command): void {
  action
    .command('retry')
    .argument('<action-id>')
    .description('do it again for the devices where it did not work')
    .option('--state <state...>', 'for targets in these states; default: failed, timed_out, expired, rejected')
    .option('--plan', 'only say what would be done')
    .addHelpText(
      'after',
      examples(`muster action retry ${example}`, `muster action retry ${example} --state cancelled`),
    )
    .action((id: string, options: Options, command: Command) => again('retry', id, options, command))
  action
    .command('undo')
    .argument('<action-id>')
    .description('put the devices back as they were; those that were changed since stay as they are')
    .option('--plan', 'only say what would be done')
    .addHelpText('after', examples(`muster action undo ${example} --plan`, `muster action undo ${example}`))
    .action((id: string, options: Options, command: Command) => again('undo', id, options, command))
}

async function again(what: 'retry' | 'undo', id: string, { state, plan }: Options, command: Command): Promise<void> {
  const { client, output } = openSession(command)
  const done = await (what === 'retry' ? retry(client(), id, state, plan) : undo(client(), id, plan))
  const doing = plan ? 'would be' : 'is'
  output.result(done, () => `${done.type}, ${doing} action ${done.action_id}: ${countsText(done.counts)}\n`)
  if (!plan && (done.counts.failed ?? 0) > 0) process.exitCode = exitCodes.failed
}

function retry(client: MusterClient, id: string, state: Options['state'], plan: boolean | undefined) {
  const request = {
    params: { action_id: id },
    query: { targets: false },
    body: state === undefined ? {} : { states: state },
  }
  if (plan) return client.post('/api/v1/actions/{action_id}/retry/plan', request)
  return client.post('/api/v1/actions/{action_id}/retry', request)
}

function undo(client: MusterClient, id: string, plan: boolean | undefined) {
  const request = { params: { action_id: id }, query: { targets: false } }
  if (plan) return client.post('/api/v1/actions/{action_id}/undo/plan', request)
  return client.post('/api/v1/actions/{action_id}/undo', { ...request, body: {} })
}
