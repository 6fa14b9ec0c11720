import type { Int8 } from '../db/pool.ts'

/**
 * Where numbered pages ended. Who walks a list page by page is read the next one from there, instead of over all that
 * came before; who asks for a page out of the blue has it counted from the beginning. A device that appears or goes
 * meanwhile makes nobody else be told twice, or not at all.
 */
export interface PageAnchors {
  /** The last device of the page before; undefined where that is not known, or too long ago. */
  before(listing: string, page: number, at: Date): Int8 | undefined
  /** The last device of a page that was just told. */
  note(listing: string, page: number, last: Int8, at: Date): void
}

const anchorsMax = 10_000
const lifetimeMilliseconds = 10 * 60_000

/** In the memory of one node: another one counts. */
export function createPageAnchors(): PageAnchors {
  const anchors = new Map<string, { readonly last: Int8; readonly until: number }>()
  const nameOf = (listing: string, page: number) => `${listing} ${page}`
  return {
    before(listing, page, at) {
      const found = anchors.get(nameOf(listing, page - 1))
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
