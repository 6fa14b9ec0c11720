import type { Command } from 'commander'
import { readItems } from '../client/read-items.ts'
import { fieldsText, tableText } from '../output/output.ts'
import { openSession } from '../session.ts'
import { examples, readCount, readDuration } from './shared.ts'

export function addEnrolTokenCommands(program: Command): void {
  const token = program.command('enrol-token').description('tokens that let agents in')
  token
    .command('create')
    .description('create a token; it is shown this once')
    .option('--group <group-id>', 'the group that the devices come into', 'default')
    .option('--uses <n>', 'how many devices', readCount, 1)
    .option('--expires-in <duration>', 'for how long, such as 45m, 12h, 7d; at most 30d', readDuration, 3600)
    .option('--description <text>')
    .addHelpText(
      'after',
      examples('muster enrol-token create', 'muster enrol-token create --uses 500 --expires-in 7d --group kiosks'),
    )
    .action(
      async (options: { group: string; uses: number; expiresIn: number; description?: string }, command: Command) => {
        const { client, output } = openSession(command)
        const body = {
          group_id: options.group,
          uses: options.uses,
          expires_in_seconds: options.expiresIn,
          ...(options.description !== undefined && { description: options.description }),
        }
        const created = await client().post('/api/v1/enrolment-tokens', { body })
        output.result(created, () =>
          fieldsText({
            token: created.token,
            'good for': `${created.uses_left} ${created.uses_left === 1 ? 'device' : 'devices'}`,
            until: created.expires_at,
            'token id': created.token_id,
          }),
        )
        output.note(`On the device: muster-agent enrol --server ${client().baseUrl} --token ${created.token}`)
      },
    )
  token
    .command('list')
    .description('list tokens, newest first')
    .addHelpText('after', examples('muster enrol-token list'))
    .action(async (_options: object, command: Command) => {
      const { client, output } = openSession(command)
      const { items } = await readItems(client(), '/api/v1/enrolment-tokens', {})
      output.result(items, () =>
        tableText(
          items,
          [
            ['TOKEN ID', ({ token_id }) => token_id],
            ['GROUP', ({ group_id }) => group_id],
            ['USES LEFT', ({ uses_left }) => uses_left],
            ['EXPIRES', ({ expires_at }) => expires_at],
            ['REVOKED', ({ revoked_at }) => revoked_at],
            ['DESCRIPTION', ({ description }) => description],
          ],
          'No enrolment tokens. Make one with: muster enrol-token create',
        ),
      )
    })
  token
    .command('revoke')
    .argument('<token-id>')
    .description('let no further device in with it; those that came stay')
    .addHelpText('after', examples('muster enrol-token revoke 01933b5e-7c1a-7d6f-9a4c-2f1f0c3a7b11'))
    .action(async (id: string, _options: object, command: Command) => {
      const { client, output } = openSession(command)
      const revoked = await client().delete('/api/v1/enrolment-tokens/{token_id}', { params: { token_id: id } })
      output.result(revoked, () => `Revoked ${revoked.token_id}\n`)
    })
}
