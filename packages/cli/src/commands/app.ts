import type { Application, CreatedApplication } from '@muster/core/api/applications.ts'
import type { Command } from 'commander'
import { readPages } from '../client/read-pages.ts'
import { fieldsText, tableText } from '../output/output.ts'
import { openSession } from '../session.ts'
import { examples, readCount } from './shared.ts'

export function addAppCommands(program: Command): void {
  const app = program.command('app').description('OAuth applications: who may use the APIs')
  app
    .command('create')
    .argument('<name>')
    .description('register an application; its secret is shown this once')
    .option('--scope <scope...>', 'read, actions or actions:<type> (default: read actions)')
    .option('--rate-limit <n>', 'requests a minute to each wire API', readCount)
    .addHelpText(
      'after',
      examples(
        'muster app create "Service desk"',
        'muster app create Kiosk --scope read actions:fetch_agent_log --json',
      ),
    )
    .action(async (name: string, options: { scope?: string[]; rateLimit?: number }, command: Command) => {
      const { client, output } = openSession(command)
      const scopes = options.scope?.flatMap((word) => word.split(/[\s,]+/)).filter(Boolean)
      const body = { name, ...(scopes && { scopes }), ...(options.rateLimit && { rate_limit: options.rateLimit }) }
      const created = await client().send<CreatedApplication>({ method: 'POST', path: '/applications', body })
      output.result(created, () =>
        fieldsText({
          'client id': created.client_id,
          'client secret': created.client_secret,
          scopes: created.scopes.join(' '),
          'application id': created.app_id,
        }),
      )
      output.note('Keep the secret now: it cannot be shown again.')
    })
  app
    .command('list')
    .description('list applications, newest first')
    .addHelpText('after', examples('muster app list'))
    .action(async (_options: object, command: Command) => {
      const { client, output } = openSession(command)
      const { items } = await readPages<Application>(client(), '/applications', {})
      output.result(items, () =>
        tableText(
          items,
          [
            ['NAME', ({ name }) => name],
            ['APPLICATION ID', ({ app_id }) => app_id],
            ['SCOPES', ({ scopes }) => scopes.join(' ')],
            ['LIMIT', ({ rate_limit }) => rate_limit],
            ['CREATED', ({ created_at }) => created_at],
            ['REVOKED', ({ revoked_at }) => revoked_at],
          ],
          'No applications. Make one with: muster app create NAME',
        ),
      )
    })
  app
    .command('revoke')
    .argument('<application-id>')
    .description('end an application and all its tokens')
    .addHelpText('after', examples('muster app revoke 01933b5e-7c1a-7d6f-9a4c-2f1f0c3a7b11'))
    .action(async (id: string, _options: object, command: Command) => {
      const { client, output } = openSession(command)
      const path = `/applications/${encodeURIComponent(id)}/revoke`
      const revoked = await client().send<Application>({ method: 'POST', path })
      output.result(revoked, () => `Revoked ${revoked.name}; its tokens no longer work.\n`)
    })
}
