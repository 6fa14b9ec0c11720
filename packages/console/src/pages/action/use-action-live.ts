import type { ActionProgress, ChangedTarget, ChangedTargets } from '@muster/core/api/action-events.ts'
import type { Action } from '@muster/core/api/actions.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useReducer, useRef } from 'react'
import { listTargets, showAction } from '../../api/actions.ts'
import { lookAt, useLook } from '../../api/queries.ts'

export type LiveState = 'connecting' | 'live' | 'interrupted' | 'ended'

/** What has changed since the page was opened; by position. It is one map, and grows: `version` tells that it did. */
export interface LiveChanges {
  readonly byPosition: ReadonlyMap<number, ChangedTarget>
  readonly version: number
}

/**
 * An action as it goes on: once by asking, then by the server's events. The browser itself connects again, and says
 * which event it saw last, so that nothing is missed.
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
    const source = new EventSource(`/api/v1/actions/${actionId}/events`)
    let hasEnded = false
    source.addEventListener('open', () => report('live'))
    source.addEventListener('error', () => {
      if (!hasEnded) report('interrupted')
    })
    source.addEventListener('targets', ({ data }: MessageEvent<string>) => {
      const { targets } = JSON.parse(data) as ChangedTargets
      for (const target of targets) changes.current.map.set(target.position, target)
      report('changed')
    })
    source.addEventListener('action', ({ data }: MessageEvent<string>) => {
      const progress = JSON.parse(data) as ActionProgress
      queries.setQueryData<Action>(lookAt(showAction, { params: { action_id: actionId } }).queryKey, (old) =>
        old === undefined ? old : { ...old, ...progress },
      )
    })
    source.addEventListener('end', () => {
      hasEnded = true
      source.close()
      report('ended')
      void queries.invalidateQueries({ queryKey: [showAction.path] })
      void queries.invalidateQueries({ queryKey: [listTargets.path] })
    })
    return () => source.close()
  }, [actionId, queries])

  return { action, changes: { byPosition: changes.current.map, version } satisfies LiveChanges, state }
}
