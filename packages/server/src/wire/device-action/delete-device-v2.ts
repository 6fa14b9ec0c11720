import { parseMacAddress } from '@muster/core/device/mac-address.ts'
import { Refusal } from '../../refusal.ts'
import type { Route, RouteAnswer, RouteRequest } from '../../route.ts'
import type { Services } from '../../services.ts'
import { readOption } from '../read-option.ts'
import { wireAccess } from '../wire-access.ts'
import { answerOne } from './answer-one.ts'
import { deleteOptionDefault, deleteOptions, recordOf } from './delete-options.ts'

/** Delete Device 2.0 and 2.2, which differ in their address alone. */
export function deleteDeviceRoutes(services: Services): Route[] {
  return ['2', '2.2'].map((version) => ({
    method: 'POST',
    path: `/o/api/v${version}/devices/:value/delete`,
    access: wireAccess('any', 'delete-device'),
    summary: `Delete Device ${version === '2' ? '2.0' : version}`,
    tag: 'wire',
    ignoresBody: true,
    handle: (request) => deleteOne(services, request),
  }))
}

/** A value that reads as a MAC address is looked up as one first: a HWID may look like it too. */
async function deleteOne(services: Services, request: RouteRequest): Promise<RouteAnswer> {
  const value = request.params.value!
  const params = { record: recordOf(readOption(request.query, 'opt', deleteOptions, deleteOptionDefault)) }
  const deleteBy = (by: 'id' | 'mac') => {
    const devices = { by, identifiers: [value] }
    return answerOne(
      services,
      request,
      { type: 'delete', params, edition: 'original', devices },
      'Device has been deleted',
    )
  }
  if (parseMacAddress(value) === undefined) return deleteBy('id')
  try {
    return await deleteBy('mac')
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_found') return deleteBy('id')
    throw error
  }
}
