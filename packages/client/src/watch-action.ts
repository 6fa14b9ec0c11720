import type { Action, paths } from './api-types.ts'
import type { MusterClient } from './create-client.ts'
import { MusterError } from './muster-error.ts'
import { pause } from './pause.ts'
import { readEvents } from './read-events.ts'

const eventsPath = '/api/v1/actions/{action_id}/events'

/** State and counts of an action that goes on. */
export type ActionProgress = paths[typeof eventsPath]['get']['responses'][200]['content']['text/event-stream']

/** Before a stream that ended, as each does after some minutes, is opened again; or a look is taken without one. */
const againMilliseconds = 1000

/**
 * What becomes of an action, as it happens: first as it is, then each time that its counts change, until nothing of it
 * will change any more. Goes on by itself where the connection breaks; where the server has as many watchers as it takes,
 * it is asked from time to time instead.
 */
export async function* watchAction(
  client: MusterClient,
  actionId: string,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<ActionProgress, void> {
  let mark: string | undefined
  let wasThere = false
  for (;;) {
    const events = await openEvents(client, actionId, mark, signal)
    if (events === 'over') return
    if (events === undefined) {
      const action = await look(client, actionId, signal, wasThere)
      wasThere = true
      yield action
      if (action.state === 'done') return
    } else {
      wasThere = true
      try {
        for await (const { event, data, id } of readEvents(events)) {
          if (event === 'end') return
          if (event !== 'action') continue
          yield JSON.parse(data) as ActionProgress
          mark = id
        }
      } catch (error) {
        // That a stream breaks off is no failure; whether the server is there shows when it is asked again.
        if (signal?.aborted || error instanceof SyntaxError) throw error
      }
    }
    await pause(againMilliseconds, signal)
  }
}

/** Undefined where there are none to be had now. */
async function openEvents(
  client: MusterClient,
  actionId: string,
  mark: string | undefined,
  signal: AbortSignal | undefined,
): Promise<ReadableStream<Uint8Array> | 'over' | undefined> {
  try {
    const params = { action_id: actionId }
    const query = { last_event_id: mark }
    const { status, body } = await client.open(eventsPath, { params, query, signal, patienceSeconds: 0 })
    return status === 204 || body === null ? 'over' : body
  } catch (error) {
    if (!mayPass(error)) throw error
    return undefined
  }
}

/** A server that was there is waited for while it is away, as one that restarts is: for the client's patience. */
async function look(
  client: MusterClient,
  actionId: string,
  signal: AbortSignal | undefined,
  wasThere: boolean,
): Promise<Action> {
  const deadline = Date.now() + client.patienceSeconds * 1000
  for (;;) {
    try {
      return await client.get('/api/v1/actions/{action_id}', { params: { action_id: actionId }, signal })
    } catch (error) {
      if (!wasThere || !mayPass(error) || Date.now() + againMilliseconds > deadline) throw error
    }
    await pause(againMilliseconds, signal)
  }
}

function mayPass(error: unknown): boolean {
  return error instanceof MusterError && (error.status === 0 || error.status === 429 || error.status >= 500)
}

export interface WaitOptions {
  /** Default: for as long as it takes. */
  readonly timeoutSeconds?: number | undefined
  readonly signal?: AbortSignal | undefined
  onProgress?(progress: ActionProgress): void
}

/**
 * Waits until every device has answered or cannot any more, and answers the action as it is then. Its `state` is still
 * `waiting` where the time was over first.
 */
export async function waitForAction(
  client: MusterClient,
  actionId: string,
  { timeoutSeconds, signal, onProgress }: WaitOptions = {},
): Promise<Action> {
  const timeout = new AbortController()
  const timer =
    timeoutSeconds === undefined
      ? undefined
      : setTimeout(() => timeout.abort(), Math.min(timeoutSeconds * 1000, timerMilliseconds))
  const either = AbortSignal.any([timeout.signal, ...(signal ? [signal] : [])])
  try {
    for await (const progress of watchAction(client, actionId, { signal: either })) {
      if (progress.state !== 'waiting') break
      onProgress?.(progress)
    }
  } catch (error) {
    if (!timeout.signal.aborted || signal?.aborted) throw error
  } finally {
    clearTimeout(timer)
  }
  // A server that was never there was said to be so above.
  return look(client, actionId, signal, true)
}

/** A timer takes no more: 24 days. */
const timerMilliseconds = 2 ** 31 - 1
