import { type Static, Type } from 'typebox'
import { Timestamp, Uuid } from './page.ts'

/**
 * GET /saved-views?page= → page of SavedView; POST /saved-views → 201 SavedView;
 * PATCH, DELETE /saved-views/:view_id → SavedView. Of the caller alone.
 */

export const savedViewsMax = 100

const view = {
  page: Type.String({
    pattern: '^[a-z][a-z-]{0,31}$',
    description: 'the page of the console that it is for, such as `devices`',
  }),
  name: Type.String({ minLength: 1, maxLength: 128, pattern: '^[^\\p{Cc}]+$' }),
  search: Type.String({
    maxLength: 4096,
    description: 'the query of the page’s URL: its filter, order and columns',
  }),
}

export const NewSavedView = Type.Object(view, { additionalProperties: false })
export type NewSavedView = Static<typeof NewSavedView>

export const SavedViewChange = Type.Object(
  { name: Type.Optional(view.name), search: Type.Optional(view.search) },
  { additionalProperties: false, minProperties: 1 },
)
export type SavedViewChange = Static<typeof SavedViewChange>

/** A page as its owner left it. Everybody has their own; nobody sees another’s. */
export const SavedView = Type.Object({ view_id: Uuid, ...view, created_at: Timestamp, modified_at: Timestamp })
export type SavedView = Static<typeof SavedView>
