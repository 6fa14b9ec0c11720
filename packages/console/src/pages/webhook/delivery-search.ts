import type { WebhookDelivery } from '@muster/core/api/webhooks.ts'

export type DeliveryState = WebhookDelivery['state']

const states: readonly DeliveryState[] = ['waiting', 'delivered', 'dead']

export function readDeliverySearch({ state }: Record<string, unknown>): { state?: DeliveryState | undefined } {
  const known = states.find((one) => one === state)
  return known === undefined ? {} : { state: known }
}
