import { isIP } from 'node:net'
import { invalidField } from '../../refusal.ts'
import type { WebhookSettings } from '../../services.ts'
import { isPrivateAddress } from './private-addresses.ts'

/**
 * The address as it will be kept. A name is looked up, and what it stands for checked, at each delivery.
 * @throws Refusal invalid_request
 */
export function checkWebhookUrl(text: string, settings: WebhookSettings): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw invalidField('url', 'begins with https://')
  if (url.protocol === 'http:' && !settings.plainHttp) {
    throw invalidField('url', 'begins with https://; MUSTER_WEBHOOK_PLAIN_HTTP=allowed lets http:// in')
  }
  if (url.username !== '' || url.password !== '') throw invalidField('url', 'holds no user name or password')
  if (url.hash !== '') throw invalidField('url', 'holds no fragment (#)')
  const host = hostOf(url)
  if (!settings.privateAddresses && (host === 'localhost' || (isIP(host) !== 0 && isPrivateAddress(host)))) {
    throw invalidField('url', `${host} is no public address; MUSTER_WEBHOOK_PRIVATE_ADDRESSES=allowed lets it in`)
  }
  return url.toString()
}

/** Without the brackets of IPv6. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}
