import type {
  Application,
  ApplicationChange,
  ChangedApplication,
  CreatedApplication,
  NewApplication,
} from '@muster/core/api/applications.ts'
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
export const changeApplication: Endpoint<{ params: { app_id: string }; body: ApplicationChange }, ChangedApplication> =
  {
    method: 'PATCH',
    path: '/applications/:app_id',
  }
export const revokeApplication: Endpoint<{ params: { app_id: string } }, Application> = {
  method: 'POST',
  path: '/applications/:app_id/revoke',
}
