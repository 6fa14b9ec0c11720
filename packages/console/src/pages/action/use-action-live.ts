import type { ActionProgress, ChangedTarget, ChangedTargets } from '@muster/core/api/action-events.ts'
import type { Action } from '@muster/core/api/actions.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useReducer, useRef } from 'react'
import { listTargets, showAction } from '../../api/actions.ts'
import { ApiError } from '../../api/api-error.ts'
import { addressOf } from '../../api/endpoint.ts'
import { lookAt, useLook } from '../../api/queries.ts'

export type LiveState = 'connecting' | 'live' | 'interrupted' | 'ended'

/** What has changed since the page was opened; by position. It is one map, and grows: `version` tells that it did. */
export interface LiveChanges {
  readonly byPosition: ReadonlyMap<number, ChangedTarget>
  readonly version: number
}

const againMilliseconds = 2000

/**
 * An action as it goes on: once by asking, then by the server's events. Each connection says which event was seen last,
 * so that nothing is missed.
 */
export function useActionLive(actionId: string) {
  const queries = useQueryClient()
  const action = useLook(showAction, { params: { action_id: actionId } })
  const changes = useRef<{ of: string; map: Map<number, ChangedTarget> }>({ of: actionId, map: new Map() })
  const [{ version, state }, report] = useReducer(
    (old: { version: number; state: LiveState }, next: LiveState | 'changed') =>
      next === 'changed' ? { ...old, version: old.version + 1 } : { ...old, state: next },
    { version: 0, state: 'connecting' },
  )
  if (changes.current.of !== actionId) changes.current = { of: actionId, map: new Map() }

  useEffect(() => {
    const shown = lookAt(showAction, { params: { action_id: actionId } })
    return listen(actionId, {
      opened: () => report('live'),
      interrupted: () => report('interrupted'),
      targetsChanged: ({ targets }) => {
        for (const target of targets) changes.current.map.set(target.position, target)
        report('changed')
      },
      progressed: (progress) =>
        queries.setQueryData<Action>(shown.queryKey, (old) => (old === undefined ? old : { ...old, ...progress })),
      isStillWaiting: async () =>
        (await queries.fetchQuery({ ...shown, staleTime: 0, retry: false })).state === 'waiting',
      ended: () => {
        report('ended')
        void queries.invalidateQueries({ queryKey: [showAction.path] })
        void queries.invalidateQueries({ queryKey: [listTargets.path] })
      },
    })
  }, [actionId, queries])

  return { action, changes: { byPosition: changes.current.map, version } satisfies LiveChanges, state }
}

interface Listener {
  opened(): void
  interrupted(): void
  targetsChanged(changed: ChangedTargets): void
  progressed(progress: ActionProgress): void
  /** Asked where the events were answered with something else. @throws ApiError */
  isStillWaiting(): Promise<boolean>
  ended(): void
}

/** Until the end, or until what it returns is called. */
function listen(actionId: string, listener: Listener): () => void {
  let source: EventSource
  let mark = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  const stop = () => {
    isOver = true
    clearTimeout(timer)
    source.close()
  }
  const end = () => {
    stop()
    listener.ended()
  }
  const open = () => {
    source = new EventSource(
      addressOf('/api/v1/actions/{action_id}/events', {
        params: { action_id: actionId },
        query: { last_event_id: mark },
      }),
    )
    source.addEventListener('open', listener.opened)
    source.addEventListener('targets', ({ data }: MessageEvent<string>) => listener.targetsChanged(JSON.parse(data)))
    source.addEventListener('action', ({ data, lastEventId }: MessageEvent<string>) => {
      mark = lastEventId
      listener.progressed(JSON.parse(data))
    })
    source.addEventListener('end', end)
    source.addEventListener('error', () => {
      if (isOver) return
      listener.interrupted()
      // Where the connection broke, the browser itself connects again. Where it was answered otherwise, by a proxy's 502
      // or a server that has enough watchers, the browser gives up.
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(() => void goOn(), againMilliseconds)
    })
  }
  const goOn = async () => {
    try {
      const isWaiting = await listener.isStillWaiting()
      if (isOver) return
      if (isWaiting) open()
      else end()
    } catch (error) {
      const isPassing =
        !(error instanceof ApiError) || error.status === 0 || error.status === 429 || error.status >= 500
      if (!isOver && isPassing) timer = setTimeout(() => void goOn(), againMilliseconds)
    }
  }
  open()
  return stop
}
