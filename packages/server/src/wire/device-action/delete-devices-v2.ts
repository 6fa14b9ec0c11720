import type { Route } from '../../route.ts'
import type { Services } from '../../services.ts'
import { answerAction } from '../answer-action.ts'
import { readObject } from '../read-body.ts'
import { readLists } from '../read-lists.ts'
import { readOption } from '../read-option.ts'
import { wireAccess } from '../wire-access.ts'
import { deleteOptionDefault, deleteOptions, recordOf } from './delete-options.ts'
import { renderResultList } from './render-result-list.ts'

/** Delete Devices 2.0. */
export function deleteDevicesRoute(services: Services): Route {
  return {
    method: 'POST',
    path: '/o/api/v2/devices/delete',
    access: wireAccess('any', 'delete-device'),
    summary: 'Delete Devices 2.0',
    tag: 'wire',
    handle: async (request) => {
      const body = readObject(request.body)
      const devices = readLists(body, services.targetsMax)
      const params = { record: recordOf(readOption(body, 'opt', deleteOptions, deleteOptionDefault)) }
      return answerAction(services, request, { type: 'delete', params, edition: 'original', devices }, renderResultList)
    },
  }
}
