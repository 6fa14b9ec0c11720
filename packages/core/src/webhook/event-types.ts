/** What webhooks tell. Closed list; each has its data in core/api/webhooks. */
export const webhookEventTypes = [
  'device.status_changed',
  'device.added',
  'device.deleted',
  'action.applied',
  'action.ended',
  'command.failed',
] as const
export type WebhookEventType = (typeof webhookEventTypes)[number]

/** Told to an endpoint only when somebody asks for a try. */
export const webhookTestType = 'webhook.test'

/** Most devices, or commands, that one event tells of; a larger change is told in several. */
export const webhookBatchMax = 500
