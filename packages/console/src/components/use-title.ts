import { useEffect } from 'react'

/** Names the tab; also what a screen reader says when the page changes. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Muster`
  }, [title])
}
