import type { Route } from '../../route.ts'
import type { Services } from '../../services.ts'
import { answerAction } from '../answer-action.ts'
import { wireAccess } from '../wire-access.ts'
import { deleteDeviceRoutes } from './delete-device-v2.ts'
import { deleteDevicesRoute } from './delete-devices-v2.ts'
import type { DeviceActionVersion } from './device-action-version.ts'
import { readDeviceAction } from './read-request.ts'
import { actOnDevicesRoute } from './v2-0-many.ts'
import { actOnDeviceRoute } from './v2-0-one.ts'
import { deviceAction3 } from './versions.ts'

export function deviceActionRoutes(services: Services): Route[] {
  return [
    ...deviceAction3.map((version) => deviceActionRoute(services, version)),
    actOnDevicesRoute(services),
    actOnDeviceRoute(services),
    deleteDevicesRoute(services),
    ...deleteDeviceRoutes(services),
  ]
}

function deviceActionRoute(services: Services, version: DeviceActionVersion): Route {
  return {
    method: 'POST',
    path: version.path,
    access: wireAccess('any', 'device-action'),
    summary: `Device Action ${version.name}`,
    tag: 'wire',
    handle: (request) => {
      const { word, request: action } = readDeviceAction(version, request.body, services.targetsMax)
      return answerAction(services, request, action, (applied) => version.renderAnswer(applied, word))
    },
  }
}
