import type { DueDelivery } from '../../db/webhooks/claim-deliveries.ts'
import type { WebhookFormat } from '../../db/webhooks/webhooks.ts'
import { signedHeaders } from './sign.ts'

/** How a delivery of a format looks, and how often it is tried. */
export interface Format {
  readonly body: (delivery: DueDelivery) => string
  readonly headers: (secret: string, sent: { id: string; at: Date; body: string }) => Record<string, string>
  /** Between one attempt and the next; after the last it is given up. */
  readonly delaysSeconds: readonly number[]
  /** Up to this share of a delay is added to it, by chance, so that many do not come back at once. */
  readonly jitter: number
  /** So many requests that fail one after the other switch the webhook off. */
  readonly failuresMax: number | undefined
}

/** The body of a callback is the vendor's, and so comes from `wire/`. */
export type RenderStatuses = (occurredAt: Date, devices: readonly ToldDevice[]) => object

export interface ToldDevice {
  readonly device_id: string
  readonly status: string
}

export function webhookFormats(renderStatuses: RenderStatuses): Record<WebhookFormat, Format> {
  return {
    events: {
      body: ({ type, occurred_at, data }) => JSON.stringify({ type, timestamp: occurred_at.toISOString(), data }),
      headers: signedHeaders,
      // 22 to 26 hours.
      delaysSeconds: [5, 30, 120, 600, 1800, 3600, 7200, 14_400, 21_600, 28_800],
      jitter: 0.2,
      failuresMax: undefined,
    },
    device_statuses: {
      body: ({ occurred_at, data }) =>
        JSON.stringify(renderStatuses(occurred_at, (data as { devices?: ToldDevice[] }).devices ?? [])),
      headers: (secret) => ({ authorization: secret }),
      delaysSeconds: [4, 60],
      jitter: 0,
      failuresMax: 100,
    },
  }
}
