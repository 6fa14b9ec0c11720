import { useState } from 'react'

export interface CursorPages {
  readonly cursor: string | undefined
  /** 0 is the first. */
  readonly pageIndex: number
  readonly goOn: (nextCursor: string) => void
  readonly goBack: () => void
}

/**
 * The way through a list that goes on from a cursor: each page knows the one before it. With another `key`, which
 * stands for filter and order, it begins anew.
 */
export function useCursorPages(key: string): CursorPages {
  const [way, setWay] = useState<{ key: string; cursors: readonly string[] }>({ key, cursors: [] })
  const cursors = way.key === key ? way.cursors : []
  return {
    cursor: cursors.at(-1),
    pageIndex: cursors.length,
    goOn: (nextCursor) => setWay({ key, cursors: [...cursors, nextCursor] }),
    goBack: () => setWay({ key, cursors: cursors.slice(0, -1) }),
  }
}
