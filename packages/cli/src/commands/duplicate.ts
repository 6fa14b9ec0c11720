import type { DuplicateResolution } from '@muster/core/api/duplicates.ts'
import type { Uninstall } from '@muster/core/api/uninstalls.ts'
import { type Command, Option } from 'commander'
import { readItems } from '../client/read-items.ts'
import { usageFailure } from '../failure.ts'
import { tableText } from '../output/output.ts'
import { openSession } from '../session.ts'
import { examples, readCount } from './shared.ts'

export function addDuplicateCommands(program: Command): void {
  const duplicate = program.command('duplicate').description('machines that pass for the device of another')
  addList(duplicate)
  addResolve(duplicate)
  addUninstalls(program.command('uninstall').description('agents of deleted devices'))
}

function addList(duplicate: Command): void {
  duplicate
    .command('list')
    .description('list those that wait for a decision, newest first')
    .option('--all', 'also those that were decided', false)
    .option('--limit <n>', 'at most so many', readCount, 100)
    .addHelpText('after', examples('muster duplicate list', 'muster duplicate list --all --json'))
    .action(async (options: { all: boolean; limit: number }, command: Command) => {
      const { client, output } = openSession(command)
      const query = options.all ? {} : { open: true }
      const { items, more } = await readItems(client(), '/api/v1/duplicates', { query }, options.limit)
      output.result(items, () =>
        tableText(
          items,
          [
            ['DUPLICATE', ({ duplicate_id }) => duplicate_id],
            ['DEVICE', ({ device_id }) => device_id],
            ['FOUND', ({ found_at }) => found_at],
            ['BY', ({ found_by }) => found_by],
            ['KNOWN', ({ known }) => machineText(known)],
            ['NEWCOMER', ({ newcomer }) => machineText(newcomer)],
            ['STATE', ({ state, resolution }) => (resolution === null ? state : `${state}: ${resolution}`)],
          ],
          options.all ? 'No duplicates.' : 'No duplicates that wait for a decision.',
        ),
      )
      if (more) output.note(`There are more than ${options.limit}; see --limit.`)
    })
}

function addResolve(duplicate: Command): void {
  duplicate
    .command('resolve')
    .argument('<duplicate>', 'from: muster duplicate list')
    .description('say which machine is the device; it is no longer quarantined then')
    .option('--same', 'it is one machine, with other hardware (a new board); later: the other one is gone', false)
    .addOption(
      new Option('--keep <which>', 'they are two: this one stays the device, the other becomes one of its own').choices(
        ['known', 'newcomer'],
      ),
    )
    .addHelpText(
      'after',
      examples('muster duplicate resolve 019a… --keep known', 'muster duplicate resolve 019a… --same'),
    )
    .action(async (id: string, options: { same: boolean; keep?: 'known' | 'newcomer' }, command: Command) => {
      if (options.same === (options.keep !== undefined)) throw usageFailure('Say --same, or --keep known or newcomer.')
      const { client, output } = openSession(command)
      const body: DuplicateResolution = options.same
        ? { resolution: 'same' }
        : { resolution: 'separate', keeps: options.keep! }
      const request = { params: { duplicate_id: id }, body }
      const resolved = await client().post('/api/v1/duplicates/{duplicate_id}/resolve', request)
      output.result(resolved, () =>
        options.same
          ? `${resolved.device_id} is the machine ${resolved.newcomer.hostname}, with other hardware.\n`
          : `${resolved.device_id} stays with the ${options.keep} machine; the other is to become a device of its own.\n`,
      )
    })
}

function addUninstalls(uninstall: Command): void {
  uninstall
    .command('list')
    .description('list what became of the agents of deleted devices, the latest deletion first')
    .option('--action <action-id>', 'only those that this action deleted')
    .option('--limit <n>', 'at most so many', readCount, 100)
    .addHelpText('after', examples('muster uninstall list', 'muster uninstall list --action 019a…'))
    .action(async (options: { action?: string; limit: number }, command: Command) => {
      const { client, output } = openSession(command)
      const query = { action_id: options.action }
      const { items, more } = await readItems(client(), '/api/v1/uninstalls', { query }, options.limit)
      output.result(items, () =>
        tableText(
          items,
          [
            ['DEVICE', ({ device_id }) => device_id],
            ['HOST', ({ hostname }) => hostname],
            ['GENERATION', ({ generation }) => generation],
            ['DELETED', ({ deleted_at }) => deleted_at],
            ['AGENT', agentText],
            ['CONFIRMED', ({ confirmed_at }) => confirmed_at ?? ''],
          ],
          'No device with an agent was deleted.',
        ),
      )
      if (more) output.note(`There are more than ${options.limit}; see --limit.`)
    })
}

function agentText({ state, returned_as }: Uninstall): string {
  return returned_as === null ? state.replaceAll('_', ' ') : `${state} as ${returned_as}`
}

function machineText({ hostname, public_ip }: { hostname: string; public_ip: string }): string {
  return [hostname, public_ip].filter(Boolean).join(' ')
}
