import type { MusterClient } from '@muster/client/index.ts'
import type { TargetState } from '@muster/core/action/life-cycle.ts'
import type { Command } from 'commander'
import { brakeText } from '../act/brake-text.ts'
import { countsText } from '../act/counts-text.ts'
import { targetsText } from '../act/show-outcomes.ts'
import { waitingText } from '../act/waiting-text.ts'
import { readItems } from '../client/read-items.ts'
import { usageFailure } from '../failure.ts'
import { fieldsText, tableText } from '../output/output.ts'
import { openSession } from '../session.ts'
import { addAgainCommands } from './action-again.ts'
import { examples, readCount } from './shared.ts'

export function addActionCommands(program: Command): void {
  const action = program.command('action').description('actions that were asked for, and what became of them')
  addList(action)
  addShow(action)
  addCancel(action)
  addTypes(action)
  addAgainCommands(action)
}

function addList(action: Command): void {
  action
    .command('list')
    .description('list actions, newest first')
    .option('--type <type>', 'only of this type')
    .option('--limit <n>', 'at most so many', readCount, 20)
    .addHelpText('after', examples('muster action list', 'muster action list --type fetch_agent_log --limit 100'))
    .action(async (options: { type?: string; limit: number }, command: Command) => {
      const { client, output } = openSession(command)
      if (options.type !== undefined) await checkType(client(), options.type)
      const { items } = await readItems(client(), '/api/v1/actions', { query: { type: options.type } }, options.limit)
      output.result(items, () =>
        tableText(
          items,
          [
            ['ACTION', ({ action_id }) => action_id],
            ['TYPE', ({ type }) => type],
            ['STATE', ({ state }) => state],
            ['BY', ({ application, user, channel }) => application?.name ?? user ?? channel],
            ['CREATED', ({ created_at }) => created_at],
            ['TARGETS', ({ counts }) => countsText(counts)],
          ],
          'No actions.',
        ),
      )
    })
}

/** The server's types, so that one that this program is too old to know is known. */
async function checkType(client: MusterClient, type: string): Promise<void> {
  const { items } = await client.get('/api/v1/action-types')
  const names = items.map(({ name }) => name)
  if (!names.includes(type)) throw usageFailure(`--type ${type}: there is no such type; known are ${names.join(', ')}.`)
}

function addShow(action: Command): void {
  action
    .command('show')
    .argument('<action-id>')
    .description('show an action and its targets')
    .option('--state <state>', 'only targets in this state')
    .option('--limit <n>', 'at most so many targets', readCount, 1000)
    .addHelpText('after', examples('muster action show 01933b5e-7c1a-7d6f-9a4c-2f1f0c3a7b11 --state failed'))
    .action(async (id: string, options: { state?: TargetState; limit: number }, command: Command) => {
      const { client, output } = openSession(command)
      const params = { action_id: id }
      const found = await client().get('/api/v1/actions/{action_id}', { params })
      const wanted = { params, query: { state: options.state } }
      const { items: targets } = await readItems(client(), '/api/v1/actions/{action_id}/targets', wanted, options.limit)
      const { counts, application, ...fields } = found
      const shown = { ...fields, application: application?.name, counts: countsText(counts), brake: brakeText(found) }
      output.result({ ...found, targets }, () => `${fieldsText(shown)}\n${targetsText(targets)}${waitingText(targets)}`)
    })
}

function addCancel(action: Command): void {
  action
    .command('cancel')
    .argument('<action-id>')
    .description('cancel what waits, and ask agents at work to stop')
    .addHelpText('after', examples('muster action cancel 01933b5e-7c1a-7d6f-9a4c-2f1f0c3a7b11'))
    .action(async (id: string, _options: object, command: Command) => {
      const { client, output } = openSession(command)
      const cancelled = await client().post('/api/v1/actions/{action_id}/cancel', { params: { action_id: id } })
      output.result(cancelled, () => `${cancelled.cancelled} cancelled, ${cancelled.asked_to_stop} asked to stop\n`)
    })
}

function addTypes(action: Command): void {
  action
    .command('types')
    .description('list what can be done to a device')
    .addHelpText('after', examples('muster action types'))
    .action(async (_options: object, command: Command) => {
      const { client, output } = openSession(command)
      const { items } = await client().get('/api/v1/action-types')
      output.result(items, () =>
        tableText(
          items,
          [
            ['TYPE', ({ name }) => name],
            ['WHAT', ({ label }) => label],
            ['PARAMETERS', ({ params }) => Object.keys((params as { properties?: object }).properties ?? {}).join(' ')],
          ],
          'None.',
        ),
      )
    })
}
