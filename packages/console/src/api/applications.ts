import type { Application, CreatedApplication, NewApplication } from '@muster/core/api/applications.ts'
import type { Page, PageQuery } from '@muster/core/api/page.ts'
import type { Endpoint } from './endpoint.ts'

export const listApplications: Endpoint<{ query: PageQuery }, Page<Application>> = {
  method: 'GET',
  path: '/applications',
}
export const createApplication: Endpoint<{ body: NewApplication }, CreatedApplication> = {
  method: 'POST',
  path: '/applications',
}
export const revokeApplication: Endpoint<{ params: { app_id: string } }, Application> = {
  method: 'POST',
  path: '/applications/:app_id/revoke',
}
