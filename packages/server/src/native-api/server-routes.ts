import { actionTypes } from '@muster/core/action/types/index.ts'
import { Account } from '@muster/core/api/account.ts'
import { ActionTypeInfo } from '@muster/core/api/actions.ts'
import { Type } from 'typebox'
import { showAccount } from '../operations/show-account.ts'
import type { Services } from '../services.ts'
import { json, type NativeRoute, needs, prefix } from './native-route.ts'
import { describeRoutes } from './openapi.ts'

const tag = 'server'

/** `routes` are all others: the OpenAPI document describes them and itself. */
export function serverRoutes(services: Services, routes: readonly NativeRoute[]): NativeRoute[] {
  const document: NativeRoute = {
    method: 'GET',
    path: `${prefix}/openapi.json`,
    tag,
    operationId: 'showOpenApi',
    summary: 'This document',
    access: { kind: 'public' },
    response: Type.Object({}),
    handle: async () => json(describeRoutes(all)),
  }
  const own: NativeRoute[] = [
    {
      method: 'GET',
      path: `${prefix}/action-types`,
      tag,
      operationId: 'listActionTypes',
      summary: 'What can be done to a device, and with which parameters',
      access: needs('read'),
      response: Type.Object({ items: Type.Array(ActionTypeInfo), next_cursor: Type.Null() }),
      handle: async () =>
        json({ items: actionTypes.map(({ name, label, params }) => ({ name, label, params })), next_cursor: null }),
    },
    {
      method: 'GET',
      path: `${prefix}/account`,
      tag,
      operationId: 'showAccount',
      summary: 'Show the account of the token, with counts',
      access: needs('read'),
      response: Account,
      handle: async ({ caller }) => json(await showAccount(services, caller)),
    },
    document,
  ]
  const all = [...routes, ...own]
  return own
}
