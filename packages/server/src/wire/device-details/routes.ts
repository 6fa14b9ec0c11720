import { describeAskedDevice, describeAskedDevices } from '../../operations/describe-asked-devices.ts'
import type { Route, RouteRequest } from '../../route.ts'
import type { Services } from '../../services.ts'
import { readOption } from '../read-option.ts'
import { wireAccess } from '../wire-access.ts'
import { type DeviceDetails3, deviceDetails2, deviceDetails3 } from './device-details-version.ts'
import { readDetailRequest, readVerbose } from './read-request.ts'
import { type Details2, type Details3, sayDetails2, sayDetails3 } from './say-details.ts'

export function deviceDetailsRoutes(services: Services): Route[] {
  const common = { access: wireAccess('read', 'device-details'), tag: 'wire' }
  return [
    ...deviceDetails2.map(
      ({ name, path }): Route => ({
        ...common,
        method: 'GET',
        path,
        summary: `Device Details ${name}`,
        handle: async (request) => ({ status: 200, body: await answerDetails2(services, request) }),
      }),
    ),
    ...deviceDetails3.map(
      (version): Route => ({
        ...common,
        method: 'POST',
        path: version.path,
        summary: `Device Details ${version.name}`,
        handle: async (request) => ({ status: 200, body: await answerDetails3(services, version, request) }),
      }),
    ),
  ]
}

/** `opt` 0 says that the value is a HWID, 1 that it is a MAC address: the reverse of what it says in the actions of 2.0. */
async function answerDetails2(services: Services, { caller, params, query }: RouteRequest): Promise<Details2> {
  const by = readOption(query, 'opt', [0, 1], 0) === 0 ? 'id' : 'mac'
  return sayDetails2(await describeAskedDevice(services, caller, by, params.value!))
}

/** Of a list, those that are found, in the order in which they are first asked for, each once. */
async function answerDetails3(
  services: Services,
  version: DeviceDetails3,
  { caller, params, body }: RouteRequest,
): Promise<Details3 | Details3[]> {
  if (!version.many) {
    const tellsSystem = readVerbose(body)
    return sayDetails3(await describeAskedDevice(services, caller, 'any', params.value!), version, tellsSystem)
  }
  const { ids, tellsSystem } = readDetailRequest(body)
  const asked = await describeAskedDevices(services, caller, { by: 'any', identifiers: ids })
  const found = new Set(asked.filter((device) => device !== undefined))
  return Array.from(found, (device) => sayDetails3(device, version, tellsSystem))
}
