import type { NewApplication } from '@muster/client/index.ts'
import type { Command } from 'commander'
import { readItems } from '../client/read-items.ts'
import { usageFailure } from '../failure.ts'
import { fieldsText, tableText } from '../output/output.ts'
import { openSession } from '../session.ts'
import { examples, readCount } from './shared.ts'

/** Which there are, the server says. */
type Scopes = NonNullable<NewApplication['scopes']>

interface CreateOptions {
  readonly scope?: string[]
  readonly rateLimit?: number
  readonly redirectUri?: string[]
  readonly public?: boolean
}

interface ChangeOptions {
  readonly name?: string
  /** False: none any more. */
  readonly redirectUri?: string[] | false
  readonly public?: boolean
  readonly confidential?: boolean
}

const keepSecret = 'Keep the secret now: it cannot be shown again.'

export function addAppCommands(program: Command): void {
  const app = program.command('app').description('OAuth applications: who may use the APIs')
  app
    .command('create')
    .argument('<name>')
    .description('register an application; its secret is shown this once')
    .option('--scope <scope...>', 'read, actions or actions:<type> (default: read actions)')
    .option('--rate-limit <n>', 'requests a minute to each wire API', readCount)
    .option('--redirect-uri <uri...>', 'where users come back to who let it act for them')
    .option('--public', 'it runs where it can keep no secret: on desktops, phones, in pages')
    .addHelpText(
      'after',
      examples(
        'muster app create "Service desk"',
        'muster app create Kiosk --scope read actions:fetch_agent_log --json',
        'muster app create Portal --redirect-uri https://portal.example.com/oauth/callback',
        'muster app create "Desk app" --public --redirect-uri http://127.0.0.1:8123/callback',
      ),
    )
    .action(async (name: string, options: CreateOptions, command: Command) => {
      const { client, output } = openSession(command)
      const scopes = options.scope?.flatMap((word) => word.split(/[\s,]+/)).filter(Boolean) as Scopes | undefined
      const body = {
        name,
        ...(scopes && { scopes }),
        ...(options.rateLimit && { rate_limit: options.rateLimit }),
        ...(options.redirectUri && { redirect_uris: options.redirectUri }),
        ...(options.public && { client_type: 'public' as const }),
      }
      const created = await client().post('/api/v1/applications', { body })
      output.result(created, () =>
        fieldsText({
          'client id': created.client_id,
          'client secret': created.client_secret ?? 'none: it uses PKCE',
          scopes: created.scopes.join(' '),
          ...(created.redirect_uris.length > 0 && { 'redirect addresses': created.redirect_uris.join(' ') }),
          'application id': created.app_id,
        }),
      )
      if (created.client_secret !== null) output.note(keepSecret)
    })
  app
    .command('change')
    .argument('<application-id>')
    .description('change the name, the redirect addresses or the type of an application')
    .option('--name <name>')
    .option('--redirect-uri <uri...>', 'in place of those before')
    .option('--no-redirect-uri', 'it has none any more')
    .option('--public', 'it loses its secret')
    .option('--confidential', 'it gets a new secret, shown this once')
    .addHelpText(
      'after',
      examples(
        'muster app change 01933b5e-7c1a-7d6f-9a4c-2f1f0c3a7b11 --redirect-uri https://portal.example.com/callback',
        'muster app change 01933b5e-7c1a-7d6f-9a4c-2f1f0c3a7b11 --confidential',
      ),
    )
    .action(async (id: string, options: ChangeOptions, command: Command) => {
      if (options.public && options.confidential) throw usageFailure('Say --public or --confidential, not both.')
      const type = options.public ? 'public' : options.confidential ? 'confidential' : undefined
      const body = {
        ...(options.name !== undefined && { name: options.name }),
        ...(options.redirectUri !== undefined && { redirect_uris: options.redirectUri || [] }),
        ...(type && ({ client_type: type } as const)),
      }
      if (Object.keys(body).length === 0) {
        throw usageFailure('Say what changes: --name, --redirect-uri, --public or --confidential.')
      }
      const { client, output } = openSession(command)
      const changed = await client().patch('/api/v1/applications/{app_id}', { params: { app_id: id }, body })
      output.result(changed, () =>
        fieldsText({
          name: changed.name,
          type: changed.client_type,
          'redirect addresses': changed.redirect_uris.join(' ') || 'none',
          ...(changed.client_secret !== null && { 'client secret': changed.client_secret }),
        }),
      )
      if (changed.client_secret !== null) output.note(keepSecret)
    })
  app
    .command('list')
    .description('list applications, newest first')
    .addHelpText('after', examples('muster app list'))
    .action(async (_options: object, command: Command) => {
      const { client, output } = openSession(command)
      const { items } = await readItems(client(), '/api/v1/applications', {})
      output.result(items, () =>
        tableText(
          items,
          [
            ['NAME', ({ name }) => name],
            ['APPLICATION ID', ({ app_id }) => app_id],
            ['TYPE', ({ client_type }) => client_type],
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
      const revoked = await client().post('/api/v1/applications/{app_id}/revoke', { params: { app_id: id } })
      output.result(revoked, () => `Revoked ${revoked.name}; its tokens no longer work.\n`)
    })
}
