import type { Queryable, Tx } from '../pool.ts'

export interface SavedViewRow {
  readonly view_id: string
  readonly page: string
  readonly name: string
  readonly search: string
  readonly created_at: Date
  readonly modified_at: Date
}

const columns = 'view_id, page, name, search, created_at, modified_at'

/** Whose, and of which account. */
export interface ViewOwner {
  readonly accountId: number
  readonly owner: string
}

/** By page and name. */
export async function listSavedViews(db: Queryable, { accountId, owner }: ViewOwner): Promise<SavedViewRow[]> {
  const { rows } = await db.query<SavedViewRow>({
    name: 'list-saved-views',
    text: `select ${columns} from saved_view where account_id = $1 and owner = $2 order by page, lower(name), view_id`,
    values: [accountId, owner],
  })
  return rows
}

/** Undefined where the owner has one of that name for that page. */
export async function addSavedView(
  db: Queryable,
  { accountId, owner }: ViewOwner,
  view: { viewId: string; page: string; name: string; search: string; at: Date },
): Promise<SavedViewRow | undefined> {
  const { rows } = await db.query<SavedViewRow>({
    name: 'add-saved-view',
    text: `insert into saved_view (account_id, view_id, owner, page, name, search, created_at, modified_at)
           values ($1, $2, $3, $4, $5, $6, $7, $7)
           on conflict (account_id, owner, page, name) do nothing returning ${columns}`,
    values: [accountId, view.viewId, owner, view.page, view.name, view.search, view.at],
  })
  return rows[0]
}

/** Undefined where there is none of the owner's. Fails on `saved_view_account_id_owner_page_name_key` for a name in use. */
export async function changeSavedView(
  db: Queryable,
  { accountId, owner }: ViewOwner,
  change: { viewId: string; name: string | undefined; search: string | undefined; at: Date },
): Promise<SavedViewRow | undefined> {
  const { rows } = await db.query<SavedViewRow>({
    name: 'change-saved-view',
    text: `update saved_view set name = coalesce($4, name), search = coalesce($5, search), modified_at = $6
           where account_id = $1 and owner = $2 and view_id = $3 returning ${columns}`,
    values: [accountId, owner, change.viewId, change.name ?? null, change.search ?? null, change.at],
  })
  return rows[0]
}

export async function deleteSavedView(
  db: Queryable,
  { accountId, owner }: ViewOwner,
  viewId: string,
): Promise<SavedViewRow | undefined> {
  const { rows } = await db.query<SavedViewRow>({
    name: 'delete-saved-view',
    text: `delete from saved_view where account_id = $1 and owner = $2 and view_id = $3 returning ${columns}`,
    values: [accountId, owner, viewId],
  })
  return rows[0]
}

/** Of an owner who is no more. */
export async function deleteSavedViewsOf(tx: Tx, { accountId, owner }: ViewOwner): Promise<void> {
  await tx.query({
    name: 'delete-saved-views-of',
    text: 'delete from saved_view where account_id = $1 and owner = $2',
    values: [accountId, owner],
  })
}
