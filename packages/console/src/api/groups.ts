import type { Group, GroupChange, NewGroup } from '@muster/core/api/groups.ts'
import type { Page, PageQuery } from '@muster/core/api/page.ts'
import type { Endpoint } from './endpoint.ts'

export const listGroups: Endpoint<{ query: PageQuery }, Page<Group>> = { method: 'GET', path: '/groups' }
export const createGroup: Endpoint<{ body: NewGroup }, Group> = { method: 'POST', path: '/groups' }
export const changeGroup: Endpoint<{ params: { group_id: string }; body: GroupChange }, Group> = {
  method: 'PATCH',
  path: '/groups/:group_id',
}
export const deleteGroup: Endpoint<{ params: { group_id: string } }, unknown> = {
  method: 'DELETE',
  path: '/groups/:group_id',
}
