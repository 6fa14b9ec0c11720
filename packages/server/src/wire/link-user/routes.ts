import type { FieldError } from '@muster/core/error-code.ts'
import { linkUser, type UserToLink } from '../../operations/link-user.ts'
import { type Answer, mutate } from '../../operations/mutate.ts'
import { Refusal } from '../../refusal.ts'
import type { Route, RouteRequest } from '../../route.ts'
import type { Services } from '../../services.ts'
import { readObject, refuseWith } from '../read-body.ts'
import { readOption } from '../read-option.ts'
import { wireAccess } from '../wire-access.ts'

const linkUserPath = '/o/api/v2/devices/:value/link_user'

export function linkUserRoutes(services: Services): Route[] {
  return [
    {
      method: 'POST',
      path: linkUserPath,
      access: wireAccess('actions', 'link-user'),
      summary: 'Link User 2.0',
      tag: 'wire',
      handle: (request) => answerLink(services, request),
    },
  ]
}

/** `opt` as in the actions of 2.0: 0 says that the value is a MAC address, 1 that it is a HWID. */
async function answerLink(
  services: Services,
  { caller, idempotent, params, query, body }: RouteRequest,
): Promise<Answer> {
  const by = readOption(query, 'opt', [0, 1], 0) === 0 ? 'mac' : 'id'
  const link = readLink(body)
  try {
    return await mutate(services, caller, idempotent, async (unit) => {
      await linkUser(services, unit, caller, { by, identifier: params.value!, ...link })
      return toAnswer(1, 'OK')
    })
  } catch (error) {
    // As published: a device that is not there is a result, not a 404.
    if (error instanceof Refusal && error.code === 'not_found') return toAnswer(0, error.message)
    throw error
  }
}

function toAnswer(result: 0 | 1, msg: string): Answer {
  return { status: 200, contentType: 'application/json; charset=utf-8', body: JSON.stringify({ result, msg }) }
}

const lengthMax = 256

function readLink(body: unknown): UserToLink {
  const fields = readObject(body)
  const errors: FieldError[] = []
  const read = (field: string) => {
    const value = Object.hasOwn(fields, field) ? fields[field] : undefined
    if (typeof value === 'string' && value.length >= 1 && value.length <= lengthMax) return value
    if (value !== undefined || field === 'username') {
      errors.push({ field, message: `must be text of 1 to ${lengthMax} characters` })
    }
    return undefined
  }
  const user = read('username')
  const group = read('group')
  if (user === undefined || errors.length > 0) refuseWith(errors)
  return { user, group }
}
