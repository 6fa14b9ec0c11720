import { endpoint } from './endpoint.ts'

export const listWebhooks = endpoint('GET', '/api/v1/webhooks')
export const createWebhook = endpoint('POST', '/api/v1/webhooks')
export const showWebhook = endpoint('GET', '/api/v1/webhooks/{webhook_id}')
export const changeWebhook = endpoint('PATCH', '/api/v1/webhooks/{webhook_id}')
export const deleteWebhook = endpoint('DELETE', '/api/v1/webhooks/{webhook_id}')
export const renewWebhookSecret = endpoint('POST', '/api/v1/webhooks/{webhook_id}/renew-secret')
export const testWebhook = endpoint('POST', '/api/v1/webhooks/{webhook_id}/test')
export const listDeliveries = endpoint('GET', '/api/v1/webhooks/{webhook_id}/deliveries')
export const resendDeadLetters = endpoint('POST', '/api/v1/webhooks/{webhook_id}/resend')
