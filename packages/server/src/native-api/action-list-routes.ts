import type { TargetState } from '@muster/core/action/life-cycle.ts'
import { Action, ActionQuery, Target, TargetStateName } from '@muster/core/api/actions.ts'
import { pageOf, pageQuery, Uuid } from '@muster/core/api/page.ts'
import { Type } from 'typebox'
import { formatCursor, parseCursor, toPage } from '../operations/page.ts'
import { listActions, listTargets } from '../operations/read-actions.ts'
import type { Services } from '../services.ts'
import { json, type NativeRoute, needs, prefix } from './native-route.ts'
import { readPeriod } from './read-time.ts'
import { toAction, toTarget } from './to-action.ts'

const tag = 'actions'
const path = `${prefix}/actions`
const ActionKey = Type.Tuple([Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 }), Uuid])
const TargetKey = Type.Tuple([Type.Integer({ minimum: 0, maximum: 2_147_483_647 })])

export function actionListRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'GET',
      path,
      tag,
      operationId: 'listActions',
      summary: 'List actions, newest first',
      access: needs('read'),
      query: ActionQuery,
      response: pageOf(Action),
      handle: async ({ caller, query }) => {
        const { cursor, limit = 0, type, channel, user, app_id, since, until, waiting } = query as ActionQuery
        const filter = { type, channel, userName: user, appId: app_id, ...readPeriod({ since, until }), waiting }
        const key = parseCursor('actions', ActionKey, cursor)
        const after = key && { createdAt: new Date(key[0]), actionId: key[1] }
        const views = await listActions(services, caller, { filter, after, limit: limit + 1 })
        const toCursor = ({ action }: (typeof views)[number]) =>
          formatCursor('actions', [action.created_at.getTime(), action.action_id])
        return json(toPage(views, limit, toCursor, toAction))
      },
    },
    {
      method: 'GET',
      path: `${path}/:action_id/targets`,
      tag,
      operationId: 'listTargets',
      summary: 'List the targets of an action, in the order they were asked for',
      access: needs('read'),
      params: Type.Object({ action_id: Uuid }),
      query: Type.Object({ ...pageQuery, state: Type.Optional(TargetStateName) }, { additionalProperties: false }),
      response: pageOf(Target),
      errors: ['not_found'],
      handle: async ({ caller, params, query }) => {
        const { state, cursor, limit } = query as { state?: TargetState; cursor?: string; limit: number }
        const [afterPosition] = parseCursor('targets', TargetKey, cursor) ?? []
        const page = { state, afterPosition, limit: limit + 1 }
        const views = await listTargets(services, caller, params.action_id!, page)
        return json(toPage(views, limit, ({ row }) => formatCursor('targets', [row.position]), toTarget))
      },
    },
  ]
}
