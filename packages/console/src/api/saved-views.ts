import type { Page } from '@muster/core/api/page.ts'
import type { NewSavedView, SavedView } from '@muster/core/api/saved-views.ts'
import type { Endpoint } from './endpoint.ts'

type One = { params: { view_id: string } }

export const listSavedViews: Endpoint<{ query: { page?: string } }, Page<SavedView>> = {
  method: 'GET',
  path: '/saved-views',
}
export const saveView: Endpoint<{ body: NewSavedView }, SavedView> = { method: 'POST', path: '/saved-views' }
export const deleteView: Endpoint<One, unknown> = { method: 'DELETE', path: '/saved-views/:view_id' }
