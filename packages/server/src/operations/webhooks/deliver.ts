import { systemCaller } from '../../caller.ts'
import {
  type ClaimedWebhook,
  claimWebhooks,
  type DueDelivery,
  listDueDeliveries,
  noteDelivered,
  noteFailed,
  releaseWebhook,
} from '../../db/webhooks/claim-deliveries.ts'
import { type Services, webhookSettingsOf } from '../../services.ts'
import { mutateAgain } from '../mutate.ts'
import { openSecret } from '../seal-secret.ts'
import { writeAudit } from '../write-audit.ts'
import { type PostOutcome, post, type Resolve, resolveBySystem } from './post.ts'
import { type Format, type RenderStatuses, webhookFormats } from './webhook-formats.ts'

/** Requests that this node has under way at most, one a webhook. */
const webhooksMax = 16

/** Bodies that are in memory at once, of one webhook. */
const deliveriesPerRead = 10

/** Longer than an attempt takes; a webhook whose node died is another's after that. */
const leaseMilliseconds = 60_000

export interface DeliveryParts {
  readonly renderStatuses: RenderStatuses
  readonly resolve?: Resolve
  /** From 0 to 1. */
  readonly random?: () => number
}

/**
 * Delivers what waits. A webhook is served by one node at a time and one request after the other; it does not hold up
 * others. What was sent and not noted, because the process died, is sent again.
 */
export function createDeliverer(
  services: Services,
  { renderStatuses, resolve = resolveBySystem, random = Math.random }: DeliveryParts,
) {
  const { pool, now, log } = services
  const settings = webhookSettingsOf(services)
  const formats = webhookFormats(renderStatuses)
  const stopping = new AbortController()
  const working = new Set<Promise<void>>()

  const start = async () => {
    const limit = webhooksMax - working.size
    if (limit <= 0 || stopping.signal.aborted) return
    for (const webhook of await claimWebhooks(pool, { now: now(), busyUntil: leaseEnd(), limit })) {
      const work = serve(webhook)
        .catch((error: unknown) =>
          log.error({ err: error, webhook_id: webhook.webhook_id }, 'could not serve a webhook'),
        )
        .finally(() => working.delete(work))
      working.add(work)
    }
  }

  async function serve(webhook: ClaimedWebhook): Promise<void> {
    const format = formats[webhook.format]
    const secret = await openSecret(pool, webhook.account_id, webhook.secret, 'webhook')
    let goesOn = true
    while (goesOn) {
      const due = await listDueDeliveries(pool, webhook, { now: now(), limit: deliveriesPerRead })
      goesOn = due.length > 0
      for (const delivery of due) {
        goesOn = goesOn && !stopping.signal.aborted && (await attempt(webhook, format, secret, delivery))
      }
    }
    await releaseWebhook(pool, webhook)
  }

  /** Whether to go on with the next. */
  async function attempt(webhook: ClaimedWebhook, format: Format, secret: string, delivery: DueDelivery) {
    const body = format.body(delivery)
    const own = format.headers(secret, { id: delivery.event_id, at: now(), body })
    const headers = { 'content-type': 'application/json', 'user-agent': 'muster', ...own }
    const outcome = await post({ url: webhook.url, headers, body }, { settings, resolve, signal: stopping.signal })
    if (stopping.signal.aborted && outcome.problem !== undefined) return false
    await note(webhook, format, delivery, outcome)
    services.bus.emit('webhook-answered', { outcome: outcome.problem === undefined ? 'delivered' : 'failed' })
    return outcome.problem === undefined
  }

  function note(
    webhook: ClaimedWebhook,
    { delaysSeconds, jitter, failuresMax }: Format,
    { event_key: eventKey, attempts }: DueDelivery,
    { status, problem }: PostOutcome,
  ): Promise<void> {
    const at = now()
    const noted = { eventKey, at, busyUntil: leaseEnd(), status }
    const delay = delaysSeconds[attempts]
    const dueAt = delay === undefined ? null : new Date(at.getTime() + delay * 1000 * (1 + jitter * random()))
    return mutateAgain(services, async ({ tx }) => {
      if (problem === undefined) return noteDelivered(tx, webhook, noted)
      const switchedOff = await noteFailed(tx, webhook, { ...noted, problem, dueAt, failuresMax: failuresMax ?? null })
      if (!switchedOff) return
      await writeAudit(tx, systemCaller(webhook.account_id, 'system', 'webhooks'), {
        at,
        event: 'webhook.switched_off',
        details: { webhook_id: webhook.webhook_id, failures_in_row: failuresMax, last_problem: problem },
      })
    })
  }

  function leaseEnd(): Date {
    return new Date(now().getTime() + leaseMilliseconds)
  }

  return {
    /** Begins with what is due; does not wait for it. */
    start,
    /** Until nothing is under way any more. */
    async settle(): Promise<void> {
      while (working.size > 0) await Promise.all(working)
    },
    /** Requests under way are broken off; they count as not made. */
    async stop(): Promise<void> {
      stopping.abort()
      await Promise.all(working)
    },
  }
}
