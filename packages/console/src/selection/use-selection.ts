import { useSyncExternalStore } from 'react'
import { nothing, type Selection } from './selection.ts'

const storageKey = 'muster-selection'
const listeners = new Set<() => void>()
let current: Selection = read()

/** The selection of this tab: it stays while one looks at other pages, and over a reload. */
export function useSelection(): Selection {
  return useSyncExternalStore(subscribe, () => current)
}

export function select(selection: Selection): void {
  current = selection
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(selection))
  } catch {
    // Full or forbidden: then it lasts until a reload.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function read(): Selection {
  try {
    return (JSON.parse(sessionStorage.getItem(storageKey) ?? 'null') as Selection | null) ?? nothing
  } catch {
    return nothing
  }
}
