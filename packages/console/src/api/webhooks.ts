import type { Page, PageQuery } from '@muster/core/api/page.ts'
import type {
  NewWebhook,
  ResendAnswer,
  ResendRequest,
  Webhook,
  WebhookChange,
  WebhookDelivery,
  WebhookDeliveryQuery,
  WebhookWithSecret,
} from '@muster/core/api/webhooks.ts'
import type { Endpoint } from './endpoint.ts'

type One = { params: { webhook_id: string } }

export const listWebhooks: Endpoint<{ query: PageQuery }, Page<Webhook>> = { method: 'GET', path: '/webhooks' }
export const createWebhook: Endpoint<{ body: NewWebhook }, WebhookWithSecret> = { method: 'POST', path: '/webhooks' }
export const showWebhook: Endpoint<One, Webhook> = { method: 'GET', path: '/webhooks/:webhook_id' }
export const changeWebhook: Endpoint<One & { body: WebhookChange }, Webhook> = {
  method: 'PATCH',
  path: '/webhooks/:webhook_id',
}
export const deleteWebhook: Endpoint<One, Webhook> = { method: 'DELETE', path: '/webhooks/:webhook_id' }
export const renewWebhookSecret: Endpoint<One, WebhookWithSecret> = {
  method: 'POST',
  path: '/webhooks/:webhook_id/renew-secret',
}
export const testWebhook: Endpoint<One, WebhookDelivery> = { method: 'POST', path: '/webhooks/:webhook_id/test' }
export const listDeliveries: Endpoint<One & { query: WebhookDeliveryQuery }, Page<WebhookDelivery>> = {
  method: 'GET',
  path: '/webhooks/:webhook_id/deliveries',
}
export const resendDeadLetters: Endpoint<One & { body: ResendRequest }, ResendAnswer> = {
  method: 'POST',
  path: '/webhooks/:webhook_id/resend',
}
