import { randomBytes } from 'node:crypto'
import type { NewWebhook, Webhook, WebhookChange, WebhookWithSecret } from '@muster/core/api/webhooks.ts'
import { webhooksMax } from '@muster/core/api/webhooks.ts'
import type { Caller } from '../../caller.ts'
import type { Queryable } from '../../db/pool.ts'
import {
  addWebhook,
  changeWebhook as changeRow,
  deleteWebhook as deleteRow,
  listWebhooks as listRows,
  lockWebhooks,
  type WebhookRow,
} from '../../db/webhooks/webhooks.ts'
import { invalidField, Refusal } from '../../refusal.ts'
import { type Services, webhookSettingsOf } from '../../services.ts'
import { uuidV7 } from '../../uuid-v7.ts'
import type { UnitOfWork } from '../mutate.ts'
import { sealSecret } from '../seal-secret.ts'
import { writeAudit } from '../write-audit.ts'
import { checkWebhookUrl } from './check-url.ts'
import { makeSigningSecret } from './sign.ts'

/** Oldest first. */
export async function listWebhooks({ pool }: Services, { accountId }: Caller): Promise<Webhook[]> {
  return (await listRows(pool, accountId)).map(toWebhook)
}

/** @throws Refusal not_found */
export async function showWebhook(db: Queryable, { accountId }: Caller, webhookId: string): Promise<Webhook> {
  const [row] = await listRows(db, accountId, webhookId)
  if (row === undefined) throw new Refusal('not_found', 'There is no such webhook.')
  return toWebhook(row)
}

/** Its secret is in this answer and in no other. @throws Refusal: invalid_request, conflict (there are enough) */
export async function createWebhook(
  services: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { format = 'events', url, description = '', event_types, secret: given }: NewWebhook,
): Promise<WebhookWithSecret> {
  const { accountId } = caller
  const at = services.now()
  const checkedUrl = checkWebhookUrl(url, webhookSettingsOf(services))
  if (format === 'events' && given !== undefined) throw invalidField('secret', 'is made by the server')
  const eventTypes = checkEventTypes(format, event_types)
  const present = await lockWebhooks(tx, accountId)
  if (present.length >= webhooksMax) throw new Refusal('conflict', `There are ${webhooksMax} webhooks already.`)
  if (format === 'device_statuses' && present.some((one) => one.format === format)) {
    throw new Refusal('conflict', 'The account has its callback URL already: change it, or delete it first.')
  }
  const webhookId = uuidV7(at)
  const secret = given ?? makeSecret(format)
  const sealed = await sealSecret(tx, accountId, secret, 'webhook')
  await addWebhook(tx, { accountId, webhookId, format, url: checkedUrl, description, eventTypes, secret: sealed, at })
  const webhook = await showWebhook(tx, caller, webhookId)
  await writeAudit(tx, caller, { at, event: 'webhook.created', details: detailsOf(webhook) })
  return { ...webhook, secret }
}

/** @throws Refusal: not_found, invalid_request */
export async function changeWebhook(
  services: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  webhookId: string,
  { url, description, event_types, enabled }: WebhookChange,
): Promise<Webhook> {
  const at = services.now()
  const { format } = await showWebhook(tx, caller, webhookId)
  await changeRow(tx, {
    accountId: caller.accountId,
    webhookId,
    url: url === undefined ? undefined : checkWebhookUrl(url, webhookSettingsOf(services)),
    description,
    eventTypes: event_types === undefined ? undefined : checkEventTypes(format, event_types),
    enabled,
    at,
  })
  const webhook = await showWebhook(tx, caller, webhookId)
  await writeAudit(tx, caller, { at, event: 'webhook.changed', details: detailsOf(webhook) })
  return webhook
}

/** A new secret takes the place of the old one at once. @throws Refusal not_found */
export async function renewWebhookSecret(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  webhookId: string,
): Promise<WebhookWithSecret> {
  const { accountId } = caller
  const at = now()
  const secret = makeSecret((await showWebhook(tx, caller, webhookId)).format)
  await changeRow(tx, { accountId, webhookId, secret: await sealSecret(tx, accountId, secret, 'webhook'), at })
  const webhook = await showWebhook(tx, caller, webhookId)
  await writeAudit(tx, caller, { at, event: 'webhook.secret_renewed', details: { webhook_id: webhookId } })
  return { ...webhook, secret }
}

/** With what it was still to be told. @throws Refusal not_found */
export async function deleteWebhook(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  webhookId: string,
): Promise<Webhook> {
  const webhook = await showWebhook(tx, caller, webhookId)
  await deleteRow(tx, caller.accountId, webhookId)
  await writeAudit(tx, caller, { at: now(), event: 'webhook.deleted', details: detailsOf(webhook) })
  return webhook
}

function checkEventTypes(format: Webhook['format'], types: readonly string[] | undefined): readonly string[] {
  if (format === 'device_statuses') {
    if (types !== undefined && types.join() !== 'device.status_changed') {
      throw invalidField('event_types', 'of a callback URL is device.status_changed alone')
    }
    return ['device.status_changed']
  }
  if (types === undefined) throw invalidField('event_types', 'is needed: what it is told')
  return types
}

function makeSecret(format: Webhook['format']): string {
  return format === 'events' ? makeSigningSecret() : randomBytes(24).toString('base64url')
}

// The address may hold a key of the receiver's in its query: its origin and path say enough.
function detailsOf({ webhook_id, format, url, event_types, enabled }: Webhook) {
  const { origin, pathname } = new URL(url)
  return { webhook_id, format, url: `${origin}${pathname}`, event_types, enabled }
}

function toWebhook(row: WebhookRow): Webhook {
  return {
    ...row,
    switched_off_at: row.switched_off_at?.toISOString() ?? null,
    last_delivered_at: row.last_delivered_at?.toISOString() ?? null,
    last_failed_at: row.last_failed_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    modified_at: row.modified_at.toISOString(),
  }
}
