import { ActionProgress } from '@muster/core/api/action-events.ts'
import { Uuid } from '@muster/core/api/page.ts'
import { Type } from 'typebox'
import { ActionWatch, type WatchedEvent } from '../operations/watch-action.ts'
import { invalidField } from '../refusal.ts'
import type { RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'
import { EventStream, formatEvent, type StreamedEvent } from './event-stream.ts'
import { type NativeRoute, needs, prefix } from './native-route.ts'

const retryMilliseconds = 2000
/** Whoever may look no longer is shown nothing after this: a watcher comes again, and is asked anew who it is. */
const streamMilliseconds = 300_000

export function actionEventRoutes(services: Services): NativeRoute[] {
  const watch = new ActionWatch(services)
  return [
    {
      method: 'GET',
      path: `${prefix}/actions/:action_id/events`,
      tag: 'actions',
      operationId: 'watchAction',
      summary: 'Watch an action, as server-sent events',
      description:
        '`targets`: those that changed, each as it is now; `action`: state and counts, with the id to go on from; ' +
        '`end`: nothing will change any more. Begins with the `action` as it is: open this first, then read the list ' +
        'of targets. With `Last-Event-ID` all that changed since comes first; 204 where that is nothing and all is done.',
      access: needs('read'),
      params: Type.Object({ action_id: Uuid }),
      query: Type.Object(
        { last_event_id: Type.Optional(Type.String({ description: 'in the place of the header' })) },
        { additionalProperties: false },
      ),
      response: ActionProgress,
      answers: 'text/event-stream',
      errors: ['not_found'],
      handle: async (request) => {
        const mark = readMark(request)
        const first: WatchedEvent[] = []
        let told: (event: WatchedEvent) => void = (event) => first.push(event)
        let failed: () => void = () => undefined
        const watcher = { tell: (event: WatchedEvent) => told(event), fail: () => failed() }
        const leave = await watch.watch(request.caller, request.params.action_id!, mark, watcher)
        const isOver = first.at(-1)?.kind === 'done' && !first.some(({ kind }) => kind === 'targets')
        if (mark !== undefined && isOver) {
          leave()
          return { status: 204, body: null }
        }
        const stream = new EventStream({
          retryMilliseconds,
          onEnd: () => {
            clearTimeout(lifetime)
            leave()
          },
        })
        const lifetime = setTimeout(() => stream.close(), streamMilliseconds)
        request.signal.addEventListener('abort', () => stream.body.destroy(), { once: true })
        if (request.signal.aborted) stream.body.destroy()
        failed = () => stream.close()
        told = (event) => send(stream, event)
        for (const event of first) told(event)
        return {
          status: 200,
          contentType: 'text/event-stream; charset=utf-8',
          headers: { 'x-accel-buffering': 'no' },
          body: stream.body,
        }
      },
    },
  ]
}

function send(stream: EventStream, event: WatchedEvent): void {
  stream.send(textOf(event))
  if (event.kind === 'done') stream.close()
}

const texts = new WeakMap<WatchedEvent, string>()

/** Made once for all who watch. */
function textOf(event: WatchedEvent): string {
  const made = texts.get(event) ?? formatEvent(toStreamed(event))
  texts.set(event, made)
  return made
}

function toStreamed(event: WatchedEvent): StreamedEvent {
  switch (event.kind) {
    case 'targets':
      return { event: 'targets', data: { targets: event.targets } }
    case 'action':
      return { event: 'action', data: event.progress, id: event.mark }
    case 'done':
      return { event: 'end', data: {} }
  }
}

function readMark({ headers, query }: RouteRequest): string | undefined {
  const given = (headers['last-event-id'] ?? query.last_event_id) as string | undefined
  if (given === undefined || given === '') return undefined
  if (/^[1-9][0-9]{0,18}$/.test(given)) return given
  throw invalidField('last_event_id', 'is not an id that these events gave')
}
