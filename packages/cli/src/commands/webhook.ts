import type { MusterClient } from '@muster/client/index.ts'
import type { NewWebhook, Webhook, WebhookDelivery } from '@muster/core/api/webhooks.ts'
import { webhookEventTypes } from '@muster/core/webhook/event-types.ts'
import type { Command } from 'commander'
import { readItems } from '../client/read-items.ts'
import { usageFailure } from '../failure.ts'
import { fieldsText, type Output, tableText } from '../output/output.ts'
import { openSession } from '../session.ts'
import { examples } from './shared.ts'

const exampleId = '01933b5e-7c1a-7d6f-9a4c-2f1f0c3a7b11'

interface CreateOptions {
  readonly events?: string[]
  readonly callback?: boolean
  readonly secret?: string
  readonly description?: string
}

export function addWebhookCommands(program: Command): void {
  const webhook = program.command('webhook').description('who is told, over HTTP, what happens')
  webhook
    .command('create')
    .argument('<url>')
    .description('have events told to an address; its secret is shown this once')
    .option('--events <type...>', `what it is told: ${webhookEventTypes.join(', ')}`)
    .option('--callback', 'the one callback URL of existing integrations: changes of status, with a bare key')
    .option('--secret <key>', 'with --callback: the API key that the receiver expects')
    .option('--description <text>')
    .addHelpText(
      'after',
      examples(
        'muster webhook create https://siem.example.com/muster --events device.status_changed command.failed',
        'muster webhook create https://nac.example.com/status --callback --secret "$API_KEY"',
      ),
    )
    .action(async (url: string, options: CreateOptions, command: Command) => {
      const { client, output } = openSession(command)
      const body = toBody(url, options)
      const created = await client().post('/api/v1/webhooks', { body })
      output.result(created, () => fieldsText({ 'webhook id': created.webhook_id, secret: created.secret }))
      output.note('Keep the secret now: it cannot be shown again.')
    })
  webhook
    .command('list')
    .description('list webhooks, with what waits and what was given up')
    .addHelpText('after', examples('muster webhook list'))
    .action(async (_options: object, command: Command) => {
      const { client, output } = openSession(command)
      const { items } = await readItems(client(), '/api/v1/webhooks', {})
      output.result(items, () =>
        tableText(
          items,
          [
            ['WEBHOOK ID', ({ webhook_id }) => webhook_id],
            ['URL', ({ url }) => url],
            ['EVENTS', ({ event_types }) => event_types.join(' ')],
            ['STATE', stateOf],
            ['WAITING', ({ waiting }) => waiting],
            ['DEAD', ({ dead }) => dead],
          ],
          'No webhooks. Make one with: muster webhook create URL',
        ),
      )
    })
  for (const [name, enabled, description] of [
    ['on', true, 'switch a webhook on; what waited for it goes out, and its failures are forgotten'],
    ['off', false, 'switch a webhook off; what happens meanwhile it is never told'],
  ] as const) {
    addChange(webhook, {
      name,
      description,
      change: (client, params) => client.patch(onePath, { params, body: { enabled } }),
      text: (changed) => `${changed.url} is ${stateOf(changed)}.\n`,
    })
  }
  addChange(webhook, {
    name: 'renew-secret',
    description: 'make a new secret',
    change: (client, params) => client.post('/api/v1/webhooks/{webhook_id}/renew-secret', { params }),
    text: (renewed) => fieldsText({ secret: renewed.secret }),
  })
  addChange(webhook, {
    name: 'delete',
    description: 'delete a webhook, with what it was to be told',
    change: (client, params) => client.delete(onePath, { params }),
    text: (deleted) => `Deleted ${deleted.url}\n`,
  })
  addChange(webhook, {
    name: 'test',
    description: 'have an event of no meaning delivered',
    change: (client, params) => client.post('/api/v1/webhooks/{webhook_id}/test', { params }),
    text: (delivery) => `Event ${delivery.event_id} is on its way; see: muster webhook deliveries ID\n`,
  })
  webhook
    .command('deliveries')
    .argument('<webhook-id>')
    .description('list what a webhook was told and is to be told, newest first')
    .option('--state <state>', 'waiting, delivered or dead')
    .addHelpText('after', examples(`muster webhook deliveries ${exampleId} --state dead`))
    .action(async (id: string, options: { state?: WebhookDelivery['state'] }, command: Command) => {
      const { client, output } = openSession(command)
      const request = { params: { webhook_id: id }, query: options }
      const { items } = await readItems(client(), '/api/v1/webhooks/{webhook_id}/deliveries', request)
      showDeliveries(output, items)
    })
  webhook
    .command('resend')
    .argument('<webhook-id>')
    .argument('[event-id...]', 'default: all dead letters')
    .description('send dead letters again')
    .addHelpText('after', examples(`muster webhook resend ${exampleId}`))
    .action(async (id: string, eventIds: string[], _options: object, command: Command) => {
      const { client, output } = openSession(command)
      const request = { params: { webhook_id: id }, body: eventIds.length > 0 ? { event_ids: eventIds } : {} }
      const answer = await client().post('/api/v1/webhooks/{webhook_id}/resend', request)
      output.result(answer, () => `${answer.resent} on their way again.\n`)
    })
}

const onePath = '/api/v1/webhooks/{webhook_id}'

interface Change<Answer> {
  readonly name: string
  readonly description: string
  change(client: MusterClient, params: { webhook_id: string }): Promise<Answer>
  text(answer: Answer): string
}

function addChange<Answer extends object>(webhook: Command, { name, description, change, text }: Change<Answer>): void {
  webhook
    .command(name)
    .argument('<webhook-id>')
    .description(description)
    .addHelpText('after', examples(`muster webhook ${name} ${exampleId}`))
    .action(async (id: string, _options: object, command: Command) => {
      const { client, output } = openSession(command)
      const answer = await change(client(), { webhook_id: id })
      output.result(answer, () => text(answer))
    })
}

function toBody(url: string, { events, callback, secret, description }: CreateOptions): NewWebhook {
  if (callback ? events !== undefined : secret !== undefined || events === undefined) {
    throw usageFailure('Say what it is told: --events TYPE..., or --callback, which may have a --secret.')
  }
  return {
    url,
    // Which types there are, the server says.
    ...(callback
      ? { format: 'device_statuses' }
      : { event_types: events!.flatMap((word) => word.split(',')) as NewWebhook['event_types'] & object }),
    ...(secret !== undefined && { secret }),
    ...(description !== undefined && { description }),
  }
}

function stateOf({ enabled, switched_off_at, failures_in_row }: Webhook): string {
  if (!enabled) return switched_off_at === null ? 'off' : 'off, after failures'
  return failures_in_row === 0 ? 'on' : `on, failing (${failures_in_row})`
}

function showDeliveries(output: Output, deliveries: readonly WebhookDelivery[]): void {
  output.result(deliveries, () =>
    tableText(
      deliveries,
      [
        ['EVENT ID', ({ event_id }) => event_id],
        ['TYPE', ({ type }) => type],
        ['HAPPENED', ({ occurred_at }) => occurred_at],
        ['STATE', ({ state }) => state],
        ['ATTEMPTS', ({ attempts }) => attempts],
        ['PROBLEM', ({ last_problem }) => last_problem],
        ['NEXT', ({ due_at }) => due_at],
      ],
      'Nothing.',
    ),
  )
}
