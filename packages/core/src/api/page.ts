import { type Static, type TSchema, Type } from 'typebox'
import { pageLimitDefault, pageLimitMax } from './page-limits.ts'

/** Every list answers so: go on with `next_cursor` until it is null. */
export function pageOf<Item extends TSchema>(item: Item) {
  return Type.Object({
    items: Type.Array(item),
    next_cursor: Type.Union([Type.String(), Type.Null()], {
      description: 'Give it as `cursor` to go on; null: that was all.',
    }),
  })
}

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next_cursor: string | null
}

export const pageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: pageLimitMax, default: pageLimitDefault })),
  cursor: Type.Optional(
    Type.String({ minLength: 1, maxLength: 512, description: 'the `next_cursor` of the page before' }),
  ),
}

export const PageQuery = Type.Object(pageQuery, { additionalProperties: false })
export type PageQuery = Static<typeof PageQuery>

/** A moment as every answer writes it: RFC 3339, UTC, with milliseconds. */
export const Timestamp = Type.String({ format: 'date-time' })
export const TimestampOrNull = Type.Union([Timestamp, Type.Null()])
export const Uuid = Type.String({ format: 'uuid' })

/** Groups are named in URLs, filters and CSV lists: no blanks, no commas. */
export const GroupId = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
  description: 'letters, digits, `.`, `_`, `-`',
})
