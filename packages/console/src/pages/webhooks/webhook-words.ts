import type { Webhook, WebhookDelivery } from '@muster/core/api/webhooks.ts'
import { type WebhookEventType, webhookTestType } from '@muster/core/webhook/event-types.ts'

/** What is told, in words. */
export const eventTypeWords: Readonly<Record<WebhookEventType, string>> = {
  'device.status_changed': 'A device’s status changes',
  'device.added': 'A device is added',
  'device.deleted': 'A device is deleted',
  'action.applied': 'An action begins',
  'action.ended': 'An action ends on all its devices',
  'command.failed': 'A command fails',
}

/** Of a delivery, which may be a test. */
export function describeEventType(type: string): string {
  if (type === webhookTestType) return 'Test'
  return (eventTypeWords as Readonly<Record<string, string>>)[type] ?? type
}

export const formatWords: Readonly<Record<Webhook['format'], string>> = {
  events: 'Signed events',
  device_statuses: 'Callback URL',
}

export const deliveryStateWords: Readonly<Record<WebhookDelivery['state'], string>> = {
  waiting: 'Waiting',
  delivered: 'Delivered',
  dead: 'Given up',
}

export const deliveryStateColors: Readonly<Record<WebhookDelivery['state'], string>> = {
  waiting: 'yellow',
  delivered: 'green',
  dead: 'red',
}

export function describeState({ enabled, switched_off_at, failures_in_row }: Webhook): [word: string, color: string] {
  if (!enabled) return switched_off_at === null ? ['Paused', 'gray'] : ['Switched off after failures', 'red']
  return failures_in_row === 0 ? ['On', 'green'] : [`Failing, ${failures_in_row} in a row`, 'orange']
}
