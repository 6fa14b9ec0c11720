import type { Command } from 'commander'
import { readItems } from '../client/read-items.ts'
import { usageFailure } from '../failure.ts'
import { tableText } from '../output/output.ts'
import { openSession } from '../session.ts'
import { examples } from './shared.ts'

export function addGroupCommands(program: Command): void {
  const group = program.command('group').description('groups of devices')
  group
    .command('list')
    .description('list groups by id')
    .addHelpText('after', examples('muster group list'))
    .action(async (_options: object, command: Command) => {
      const { client, output } = openSession(command)
      const { items } = await readItems(client(), '/api/v1/groups', {})
      output.result(items, () =>
        tableText(
          items,
          [
            ['GROUP', ({ group_id }) => group_id],
            ['NAME', ({ name }) => name],
            ['DEVICES', ({ devices }) => devices],
            ['DESCRIPTION', ({ description }) => description],
          ],
          'No groups.',
        ),
      )
    })
  group
    .command('create')
    .argument('<name>')
    .description('create a group')
    .option('--id <group-id>', 'letters, digits, ".", "_", "-"; default: one is made')
    .option('--description <text>')
    .addHelpText('after', examples('muster group create "Lobby kiosks" --id kiosks'))
    .action(async (name: string, options: { id?: string; description?: string }, command: Command) => {
      const { client, output } = openSession(command)
      const body = {
        name,
        ...(options.id !== undefined && { group_id: options.id }),
        ...(options.description !== undefined && { description: options.description }),
      }
      const created = await client().post('/api/v1/groups', { body })
      output.result(created, () => `Created the group ${created.group_id}\n`)
    })
  group
    .command('rename')
    .argument('<group-id>')
    .argument('[name]')
    .description('rename or describe a group; its id stays')
    .option('--description <text>')
    .addHelpText('after', examples('muster group rename kiosks "Kiosks, ground floor"'))
    .action(async (id: string, name: string | undefined, options: { description?: string }, command: Command) => {
      if (name === undefined && options.description === undefined) {
        throw usageFailure('Say the new name, or --description.')
      }
      const { client, output } = openSession(command)
      const body = { ...(name !== undefined && { name }), ...options }
      const changed = await client().patch('/api/v1/groups/{group_id}', { params: { group_id: id }, body })
      output.result(changed, () => `The group ${changed.group_id} is called ${changed.name}\n`)
    })
  group
    .command('delete')
    .argument('<group-id>')
    .description('delete a group')
    .option('--move-to <group-id>', 'where its devices go; needed if it has any')
    .addHelpText('after', examples('muster group delete kiosks --move-to default'))
    .action(async (id: string, options: { moveTo?: string }, command: Command) => {
      const { client, output } = openSession(command)
      const query = { move_to: options.moveTo }
      const deleted = await client().delete('/api/v1/groups/{group_id}', { params: { group_id: id }, query })
      output.result(deleted, () => `Deleted the group ${id}; ${deleted.moved} devices moved\n`)
    })
}
