import { pageOf, Uuid } from '@muster/core/api/page.ts'
import { NewSavedView, SavedView, SavedViewChange } from '@muster/core/api/saved-views.ts'
import { Type } from 'typebox'
import { changeSavedView, createSavedView, deleteSavedView, listSavedViews } from '../operations/saved-views.ts'
import type { Services } from '../services.ts'
import { change, json, type NativeRoute, needs, prefix } from './native-route.ts'

const path = `${prefix}/saved-views`
const common = { tag: 'server', access: needs('read') } as const
const one = {
  ...common,
  path: `${path}/:view_id`,
  params: Type.Object({ view_id: Uuid }),
  response: SavedView,
} as const

export function savedViewRoutes(services: Services): NativeRoute[] {
  return [
    {
      ...common,
      method: 'GET',
      path,
      operationId: 'listSavedViews',
      summary: 'List the views that the caller saved, by page and name',
      query: Type.Object({ page: Type.Optional(NewSavedView.properties.page) }, { additionalProperties: false }),
      response: pageOf(SavedView),
      handle: async ({ caller, query }) =>
        json({ items: await listSavedViews(services, caller, query.page as string | undefined), next_cursor: null }),
    },
    {
      ...common,
      method: 'POST',
      path,
      operationId: 'createSavedView',
      summary: 'Save a view of a page of the console, for the caller alone',
      status: 201,
      body: NewSavedView,
      response: SavedView,
      example: { body: { page: 'devices', name: 'Offline kiosks', search: 'group_id=kiosks&online=false' } },
      errors: ['conflict'],
      handle: (request) =>
        change(
          services,
          request,
          (unit, caller) => createSavedView(services, unit, caller, request.body as NewSavedView),
          { status: 201 },
        ),
    },
    {
      ...one,
      method: 'PATCH',
      operationId: 'changeSavedView',
      summary: 'Rename a saved view, or save it anew',
      body: SavedViewChange,
      errors: ['not_found', 'conflict'],
      handle: (request) =>
        change(services, request, (unit, caller) =>
          changeSavedView(services, unit, caller, request.params.view_id!, request.body as SavedViewChange),
        ),
    },
    {
      ...one,
      method: 'DELETE',
      operationId: 'deleteSavedView',
      summary: 'Delete a saved view',
      ignoresBody: true,
      errors: ['not_found'],
      handle: (request) =>
        change(services, request, (unit, caller) => deleteSavedView(services, unit, caller, request.params.view_id!)),
    },
  ]
}
