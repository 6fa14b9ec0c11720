import { createHmac, randomBytes } from 'node:crypto'

/** As Standard Webhooks writes them: the key in Base64 behind a prefix. */
const secretPrefix = 'whsec_'

export function makeSigningSecret(): string {
  return secretPrefix + randomBytes(32).toString('base64')
}

/** The headers of Standard Webhooks: HMAC-SHA256 over id, seconds and body, joined by dots. */
export function signedHeaders(secret: string, { id, at, body }: { id: string; at: Date; body: string }) {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const key = Buffer.from(secret.slice(secretPrefix.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
