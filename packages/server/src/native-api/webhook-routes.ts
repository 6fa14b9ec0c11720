import { PageQuery, pageOf, Uuid } from '@muster/core/api/page.ts'
import {
  NewWebhook,
  ResendAnswer,
  ResendRequest,
  Webhook,
  WebhookChange,
  WebhookDelivery,
  WebhookDeliveryQuery,
  WebhookWithSecret,
} from '@muster/core/api/webhooks.ts'
import { Type } from 'typebox'
import type { PageRequest } from '../operations/page.ts'
import { listWebhookDeliveries, resendDeadLetters, testWebhook } from '../operations/webhooks/deliveries.ts'
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  listWebhooks,
  renewWebhookSecret,
  showWebhook,
} from '../operations/webhooks/manage-webhooks.ts'
import type { Services } from '../services.ts'
import { change, json, type NativeRoute, needs, prefix } from './native-route.ts'

const path = `${prefix}/webhooks`
const looks = { tag: 'webhooks', access: needs('admin') } as const
const changes = { tag: 'webhooks', access: needs('admin', { fresh: true }) } as const
const one = { path: `${path}/:webhook_id`, params: Type.Object({ webhook_id: Uuid }) } as const

export function webhookRoutes(services: Services): NativeRoute[] {
  return [
    {
      ...looks,
      method: 'GET',
      path,
      operationId: 'listWebhooks',
      summary: 'List webhooks, oldest first; there are so few that one page has them all',
      query: PageQuery,
      response: pageOf(Webhook),
      handle: async ({ caller }) => json({ items: await listWebhooks(services, caller), next_cursor: null }),
    },
    {
      ...changes,
      method: 'POST',
      path,
      operationId: 'createWebhook',
      summary: 'Have events told to an address',
      description: 'The secret is shown this once.',
      status: 201,
      body: NewWebhook,
      response: WebhookWithSecret,
      example: {
        body: { url: 'https://siem.example.com/muster', event_types: ['device.status_changed', 'command.failed'] },
      },
      errors: ['conflict'],
      handle: (request) =>
        change(services, request, (unit, caller) => createWebhook(services, unit, caller, request.body as NewWebhook), {
          status: 201,
          secret: 'secret',
        }),
    },
    {
      ...looks,
      ...one,
      method: 'GET',
      operationId: 'showWebhook',
      summary: 'Show a webhook',
      response: Webhook,
      errors: ['not_found'],
      handle: async ({ caller, params }) => json(await showWebhook(services.pool, caller, params.webhook_id!)),
    },
    {
      ...changes,
      ...one,
      method: 'PATCH',
      operationId: 'changeWebhook',
      summary: 'Change a webhook, switch it off or on',
      body: WebhookChange,
      response: Webhook,
      errors: ['not_found'],
      handle: (request) =>
        change(services, request, (unit, caller) =>
          changeWebhook(services, unit, caller, request.params.webhook_id!, request.body as WebhookChange),
        ),
    },
    {
      ...changes,
      ...one,
      method: 'DELETE',
      operationId: 'deleteWebhook',
      summary: 'Delete a webhook, with what it was still to be told',
      response: Webhook,
      errors: ['not_found'],
      handle: (request) =>
        change(services, request, (unit, caller) => deleteWebhook(services, unit, caller, request.params.webhook_id!)),
    },
    {
      ...changes,
      ...one,
      path: `${one.path}/renew-secret`,
      method: 'POST',
      operationId: 'renewWebhookSecret',
      summary: 'Make a new secret; the old one signs nothing any more',
      ignoresBody: true,
      response: WebhookWithSecret,
      errors: ['not_found'],
      handle: (request) =>
        change(
          services,
          request,
          (unit, caller) => renewWebhookSecret(services, unit, caller, request.params.webhook_id!),
          { secret: 'secret' },
        ),
    },
    {
      ...looks,
      ...one,
      path: `${one.path}/test`,
      method: 'POST',
      operationId: 'testWebhook',
      summary: 'Have an event of no meaning delivered',
      description: 'What became of it is in the list of deliveries.',
      ignoresBody: true,
      response: WebhookDelivery,
      errors: ['not_found', 'conflict'],
      handle: (request) =>
        change(services, request, (unit, caller) => testWebhook(services, unit, caller, request.params.webhook_id!)),
    },
    {
      ...looks,
      ...one,
      path: `${one.path}/deliveries`,
      method: 'GET',
      operationId: 'listWebhookDeliveries',
      summary: 'List what a webhook was told and is to be told, newest first',
      description: '`state=dead`: what was given up after the last attempt.',
      query: WebhookDeliveryQuery,
      response: pageOf(WebhookDelivery),
      errors: ['not_found'],
      handle: async ({ caller, params, query }) =>
        json(
          await listWebhookDeliveries(
            services,
            caller,
            params.webhook_id!,
            query as unknown as PageRequest & WebhookDeliveryQuery,
          ),
        ),
    },
    {
      ...looks,
      ...one,
      path: `${one.path}/resend`,
      method: 'POST',
      operationId: 'resendDeadLetters',
      summary: 'Send dead letters again, all or some',
      body: ResendRequest,
      response: ResendAnswer,
      errors: ['not_found'],
      handle: (request) =>
        change(services, request, (unit, caller) =>
          resendDeadLetters(services, unit, caller, request.params.webhook_id!, request.body as ResendRequest),
        ),
    },
  ]
}
