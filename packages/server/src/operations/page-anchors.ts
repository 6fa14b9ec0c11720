import type { Int8 } from '../db/pool.ts'

/**
 * Where numbered pages ended. Who walks a list page by page, in order, is read the next one from there, instead of over
 * all that came before: a device that appears or goes meanwhile makes nobody else be told twice, or not at all. Every
 * other page is counted from the beginning. An end is good for one next page and for a short time, so that no walk goes on
 * where another one was.
 */
export interface PageAnchors {
  /** Takes the last device of the page before; undefined where that is not known, was taken, or is too long ago. */
  take(listing: string, page: number, at: Date): Int8 | undefined
  /** The last device of a page that was just told. */
  note(listing: string, page: number, last: Int8, at: Date): void
}

const anchorsMax = 10_000
const lifetimeMilliseconds = 2 * 60_000

/** In the memory of one node: another one counts. */
export function createPageAnchors(): PageAnchors {
  const anchors = new Map<string, { readonly last: Int8; readonly until: number }>()
  const nameOf = (listing: string, page: number) => `${listing} ${page}`
  return {
    take(listing, page, at) {
      const name = nameOf(listing, page - 1)
      const found = anchors.get(name)
      anchors.delete(name)
      return found !== undefined && found.until > at.getTime() ? found.last : undefined
    },
    note(listing, page, last, at) {
      const name = nameOf(listing, page)
      // Anew at the end: the oldest goes first.
      anchors.delete(name)
      anchors.set(name, { last, until: at.getTime() + lifetimeMilliseconds })
      if (anchors.size > anchorsMax) anchors.delete(anchors.keys().next().value!)
    },
  }
}
