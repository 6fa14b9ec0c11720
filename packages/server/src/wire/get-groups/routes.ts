import type { FieldError } from '@muster/core/error-code.ts'
import { type GroupOrder, pageGroups } from '../../operations/page-groups.ts'
import type { Route, RouteRequest } from '../../route.ts'
import type { Services } from '../../services.ts'
import { refuseWith } from '../read-body.ts'
import { readFields, readInner, readPage, refuseLargeLimit } from '../read-fields.ts'
import { wireAccess } from '../wire-access.ts'
import { wireTime } from '../wire-time.ts'

const getGroupsPath = '/o/api/v3/groups'

export function getGroupsRoutes(services: Services): Route[] {
  return [
    {
      method: 'POST',
      path: getGroupsPath,
      access: wireAccess('read', 'get-groups'),
      summary: 'Get Groups 3.0',
      tag: 'wire',
      handle: async (request) => ({ status: 200, body: await answerGroups(services, request) }),
    },
  ]
}

interface WireGroup {
  readonly group_id: string
  readonly group_name: string
  /** Empty: no group comes from a directory. */
  readonly domain_name: ''
  /** A device joins the group that its enrolment names, and none by itself. */
  readonly auto_join: false
  /** The group's where it has a policy of its own; else `account`, whose policy holds. */
  readonly policy_id: string
  readonly policy_name: string
  readonly number_of_devices: number
  readonly description: string
  readonly created_date: string
  readonly last_modified: string
}

async function answerGroups(services: Services, { caller, body }: RouteRequest): Promise<WireGroup[]> {
  const groups = await pageGroups(services, caller, readRequest(body))
  return groups.map((group) => ({
    group_id: group.group_id,
    group_name: group.name,
    domain_name: '',
    auto_join: false,
    policy_id: group.own_policy ? group.group_id : 'account',
    policy_name: group.policy_name,
    number_of_devices: group.devices,
    description: group.description,
    created_date: wireTime(group.created_at),
    last_modified: wireTime(group.modified_at),
  }))
}

/** The vendor's names for what groups are sorted by. All domain names are alike here: then by name. */
const orders: Readonly<Record<string, GroupOrder>> = {
  group_name: 'name',
  domain_name: 'name',
  policy_name: 'policy_name',
  number_of_devices: 'devices',
  last_update: 'modified_at',
}

/** @throws Refusal: invalid_request, limit_too_large */
function readRequest(body: unknown) {
  const errors: FieldError[] = []
  const fields = readFields(body)
  const page = readPage(fields, 10, errors)
  const { search = '' } = fields
  if (typeof search !== 'string') errors.push({ field: 'search', message: 'must be text' })
  const sort = readInner(fields, 'sort', errors)
  const { field = 'group_name', order: direction = 'asc' } = sort
  const order = typeof field === 'string' && Object.hasOwn(orders, field) ? orders[field] : undefined
  if (order === undefined) {
    errors.push({ field: 'sort.field', message: `must be one of ${Object.keys(orders).join(', ')}` })
  }
  if (direction !== 'asc' && direction !== 'desc') errors.push({ field: 'sort.order', message: 'must be asc or desc' })
  if (errors.length > 0) refuseWith(errors)
  refuseLargeLimit(page.limit)
  return { ...page, search: String(search), order: order!, direction: direction === 'desc' ? 'desc' : 'asc' } as const
}
