import { Group, GroupChange, NewGroup } from '@muster/core/api/groups.ts'
import { PageQuery, pageOf } from '@muster/core/api/page.ts'
import { Type } from 'typebox'
import { changeGroup } from '../operations/change-group.ts'
import { createGroup } from '../operations/create-group.ts'
import { deleteGroup } from '../operations/delete-group.ts'
import { listGroups, showGroup } from '../operations/list-groups.ts'
import type { PageRequest } from '../operations/page.ts'
import type { Services } from '../services.ts'
import { change, json, type NativeRoute, needs, prefix } from './native-route.ts'

const tag = 'groups'
const one = { path: `${prefix}/groups/:group_id`, tag } as const

export function groupRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'GET',
      path: `${prefix}/groups`,
      tag,
      operationId: 'listGroups',
      summary: 'List groups by id',
      access: needs('read'),
      query: PageQuery,
      response: pageOf(Group),
      handle: async ({ caller, query }) => json(await listGroups(services, caller, query as unknown as PageRequest)),
    },
    {
      method: 'POST',
      path: `${prefix}/groups`,
      tag,
      operationId: 'createGroup',
      summary: 'Create a group',
      access: needs('operate'),
      status: 201,
      body: NewGroup,
      response: Group,
      example: { body: { group_id: 'kiosks', name: 'Kiosks', description: 'Reception and lobby' } },
      errors: ['conflict'],
      handle: (request) =>
        change(services, request, (unit, caller) => createGroup(services, unit, caller, request.body as NewGroup), {
          status: 201,
        }),
    },
    {
      ...one,
      method: 'GET',
      operationId: 'showGroup',
      summary: 'Show a group',
      access: needs('read'),
      response: Group,
      errors: ['not_found'],
      handle: async ({ caller, params }) => json(await showGroup(services, caller, params.group_id!)),
    },
    {
      ...one,
      method: 'PATCH',
      operationId: 'changeGroup',
      summary: 'Rename or describe a group',
      access: needs('operate'),
      body: GroupChange,
      response: Group,
      errors: ['not_found'],
      handle: (request) =>
        change(services, request, (unit, caller) =>
          changeGroup(services, unit, caller, request.params.group_id!, request.body as GroupChange),
        ),
    },
    {
      ...one,
      method: 'DELETE',
      operationId: 'deleteGroup',
      summary: 'Delete a group',
      description: 'The default group stays. The devices of the group go to the one that `move_to` names.',
      access: needs('operate'),
      query: Type.Object(
        { move_to: Type.Optional(Type.String({ minLength: 1, description: 'needed where the group has devices' })) },
        { additionalProperties: false },
      ),
      response: Type.Object({ moved: Type.Integer({ description: 'devices' }) }),
      errors: ['not_found', 'conflict'],
      handle: (request) =>
        change(services, request, (unit, caller) =>
          deleteGroup(services, unit, caller, {
            groupId: request.params.group_id!,
            moveTo: request.query.move_to as string | undefined,
          }),
        ),
    },
  ]
}
