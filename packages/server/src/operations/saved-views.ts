import { type NewSavedView, type SavedView, type SavedViewChange, savedViewsMax } from '@muster/core/api/saved-views.ts'
import type { Caller } from '../caller.ts'
import {
  addSavedView,
  changeSavedView as changeRow,
  deleteSavedView as deleteRow,
  listSavedViews as listRows,
  type SavedViewRow,
  type ViewOwner,
} from '../db/saved-views/saved-views.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { uuidV7 } from '../uuid-v7.ts'
import type { UnitOfWork } from './mutate.ts'
import { writeAudit } from './write-audit.ts'

/** The caller's own; of one page of the console where it is named. */
export async function listSavedViews(
  { pool }: Services,
  caller: Caller,
  page: string | undefined,
): Promise<SavedView[]> {
  const rows = await listRows(pool, ownerOf(caller))
  return rows.filter((row) => page === undefined || row.page === page).map(toView)
}

/** @throws Refusal conflict: a view of that name is there, or there are as many as may be */
export async function createSavedView(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  view: NewSavedView,
): Promise<SavedView> {
  const at = now()
  const owner = ownerOf(caller)
  if ((await listRows(tx, owner)).length >= savedViewsMax) {
    throw new Refusal('conflict', `You have ${savedViewsMax} views already; delete one first.`)
  }
  const row = await addSavedView(tx, owner, { viewId: uuidV7(at), ...view, at })
  if (row === undefined) throw nameInUse()
  await writeAudit(tx, caller, { at, event: 'saved_view.created', details: detailsOf(row) })
  return toView(row)
}

/** @throws Refusal: not_found, conflict */
export async function changeSavedView(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  viewId: string,
  { name, search }: SavedViewChange,
): Promise<SavedView> {
  const at = now()
  const owner = ownerOf(caller)
  const views = await listRows(tx, owner)
  const present = views.find((row) => row.view_id === viewId)
  if (views.some((row) => row.view_id !== viewId && row.page === present?.page && row.name === name)) throw nameInUse()
  const row = await changeRow(tx, owner, { viewId, name, search, at })
  if (row === undefined) throw notFound()
  await writeAudit(tx, caller, { at, event: 'saved_view.changed', details: detailsOf(row) })
  return toView(row)
}

/** @throws Refusal not_found */
export async function deleteSavedView(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  viewId: string,
): Promise<SavedView> {
  const row = await deleteRow(tx, ownerOf(caller), viewId)
  if (row === undefined) throw notFound()
  await writeAudit(tx, caller, { at: now(), event: 'saved_view.deleted', details: detailsOf(row) })
  return toView(row)
}

/** A user by id, which no renaming changes; else an operator by name, or the application. */
export function ownerOfUser(accountId: number, userId: string): ViewOwner {
  return { accountId, owner: `user ${userId}` }
}

function ownerOf({ accountId, userId, userName, application }: Caller): ViewOwner {
  if (userId !== undefined) return ownerOfUser(accountId, userId)
  return { accountId, owner: application ? `application ${application.id}` : `name ${userName ?? ''}` }
}

function detailsOf({ view_id, page, name }: SavedViewRow) {
  return { view_id, page, name }
}

function toView({ created_at, modified_at, ...row }: SavedViewRow): SavedView {
  return { ...row, created_at: created_at.toISOString(), modified_at: modified_at.toISOString() }
}

const nameInUse = () => new Refusal('conflict', 'You have a view of that name for that page.')
const notFound = () => new Refusal('not_found', 'You have no such view.')
