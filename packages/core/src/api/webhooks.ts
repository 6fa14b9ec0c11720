import { type Static, Type } from 'typebox'
import { webhookEventTypes } from '../webhook/event-types.ts'
import { pageQuery, Timestamp, TimestampOrNull, Uuid } from './page.ts'

export const webhooksMax = 20

const EventTypes = Type.Array(Type.Enum([...webhookEventTypes]), {
  minItems: 1,
  uniqueItems: true,
  description: 'what it is told; of `device_statuses` always `device.status_changed`',
})

const Url = Type.String({ minLength: 1, maxLength: 2048, description: 'an address that begins with https://' })

const Description = Type.String({ maxLength: 256, pattern: '^[^\\p{Cc}]*$' })

export const NewWebhook = Type.Object(
  {
    format: Type.Optional(
      Type.Enum(['events', 'device_statuses'], {
        default: 'events',
        description:
          '`events`: signed as Standard Webhooks has it, several an account; `device_statuses`: the one callback URL ' +
          'of existing integrations, an array of statuses, with the key in `Authorization` as it stands',
      }),
    ),
    url: Url,
    description: Type.Optional(Description),
    event_types: Type.Optional(EventTypes),
    secret: Type.Optional(
      Type.String({
        minLength: 16,
        maxLength: 256,
        pattern: '^[\\x21-\\x7e]+$',
        description: 'only with `device_statuses`: the API key that the receiver expects; else one is made',
      }),
    ),
  },
  { additionalProperties: false },
)
export type NewWebhook = Static<typeof NewWebhook>

export const WebhookChange = Type.Object(
  {
    url: Type.Optional(Url),
    description: Type.Optional(Description),
    event_types: Type.Optional(EventTypes),
    enabled: Type.Optional(Type.Boolean({ description: 'switching it on forgets the failures in a row' })),
  },
  { additionalProperties: false, minProperties: 1 },
)
export type WebhookChange = Static<typeof WebhookChange>

export const Webhook = Type.Object({
  webhook_id: Uuid,
  format: Type.Enum(['events', 'device_statuses']),
  url: Type.String(),
  description: Type.String(),
  event_types: Type.Array(Type.String()),
  enabled: Type.Boolean(),
  failures_in_row: Type.Integer({ description: 'requests that failed since the last that did not' }),
  switched_off_at: Type.Union([Timestamp, Type.Null()], { description: 'by the server, after too many failures' }),
  last_delivered_at: TimestampOrNull,
  last_failed_at: TimestampOrNull,
  waiting: Type.Integer({ description: 'events that are still to be told' }),
  dead: Type.Integer({ description: 'events that were given up; they can be sent again' }),
  created_at: Timestamp,
  modified_at: Timestamp,
})
export type Webhook = Static<typeof Webhook>

export const WebhookWithSecret = Type.Object({
  ...Webhook.properties,
  secret: Type.String({ description: 'Shown this once. Of `events`: `whsec_` and the key in Base64.' }),
})
export type WebhookWithSecret = Static<typeof WebhookWithSecret>

const DeliveryState = Type.Enum(['waiting', 'delivered', 'dead'])

export const WebhookDelivery = Type.Object({
  event_id: Type.String({ format: 'uuid', description: 'the header `webhook-id`; the same in every attempt' }),
  type: Type.String(),
  occurred_at: Timestamp,
  state: DeliveryState,
  attempts: Type.Integer(),
  due_at: Type.Union([Timestamp, Type.Null()], { description: 'of a waiting one: not before then' }),
  last_attempt_at: TimestampOrNull,
  last_status: Type.Union([Type.Integer(), Type.Null()], { description: 'the HTTP status of the last answer' }),
  last_problem: Type.Union([Type.String(), Type.Null()]),
  ended_at: TimestampOrNull,
})
export type WebhookDelivery = Static<typeof WebhookDelivery>

export const WebhookDeliveryQuery = Type.Object(
  { ...pageQuery, state: Type.Optional(DeliveryState) },
  { additionalProperties: false },
)
export type WebhookDeliveryQuery = Static<typeof WebhookDeliveryQuery>

export const ResendRequest = Type.Object(
  {
    event_ids: Type.Optional(
      Type.Array(Uuid, { minItems: 1, maxItems: 1000, uniqueItems: true, description: 'absent: all dead letters' }),
    ),
  },
  { additionalProperties: false },
)
export type ResendRequest = Static<typeof ResendRequest>

export const ResendAnswer = Type.Object({ resent: Type.Integer() })
export type ResendAnswer = Static<typeof ResendAnswer>
