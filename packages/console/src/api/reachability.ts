import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let isReached = true

/** Whether the last request got an answer, whichever it was. */
export function useIsReached(): boolean {
  return useSyncExternalStore(subscribe, () => isReached)
}

export function noteReached(reached: boolean): void {
  if (reached === isReached) return
  isReached = reached
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
