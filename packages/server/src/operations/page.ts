import type { Page } from '@muster/core/api/page.ts'
import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { invalidField } from '../refusal.ts'

export interface PageRequest {
  readonly cursor?: string | undefined
  readonly limit: number
}

/**
 * A cursor is the key of the last row seen, in a form that nobody should look into; the account never comes from it.
 * `list` keeps the cursor of one list out of another.
 */
export function formatCursor(list: string, key: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url')
}

/** @throws Refusal for anything that is not a cursor of that list */
export function parseCursor<Key extends TSchema>(list: string, key: Key, cursor: string): Static<Key>
export function parseCursor<Key extends TSchema>(
  list: string,
  key: Key,
  cursor: string | undefined,
): Static<Key> | undefined
export function parseCursor<Key extends TSchema>(list: string, key: Key, cursor: string | undefined) {
  if (cursor === undefined) return undefined
  const value = decode(cursor)
  if (Array.isArray(value) && value[0] === list && Check(key, value.slice(1))) return value.slice(1)
  throw invalidField('cursor', 'is not one that this list gave; leave it out to begin anew')
}

/** From one row more than the limit, asked for to see whether there is more. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toCursor: (row: Row) => string,
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit)
  return {
    items: shown.map(toItem),
    next_cursor: rows.length > limit ? toCursor(shown.at(-1)!) : null,
  }
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
