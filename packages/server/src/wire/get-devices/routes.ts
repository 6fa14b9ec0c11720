import { createPageAnchors, type PageAnchors } from '../../operations/page-anchors.ts'
import { pageDevices, walkDevices } from '../../operations/page-devices.ts'
import { remediationLinks } from '../../operations/remediation/remediation-links.ts'
import type { Route, RouteRequest } from '../../route.ts'
import type { Services } from '../../services.ts'
import { wireAccess } from '../wire-access.ts'
import { inTheWordsOfTheWire } from '../wire-cursor.ts'
import { type GetDevicesVersion, getDevicesVersions } from './get-devices-version.ts'
import { readArrayRequest, readCursorRequest, readFilteredRequest } from './read-request.ts'
import { sayListed2 } from './say-listed-2.ts'
import { sayListed3 } from './say-listed-3.ts'

export function getDevicesRoutes(services: Services): Route[] {
  const anchors = createPageAnchors()
  return getDevicesVersions.map((version) => ({
    method: version.style === 'array' ? 'GET' : 'POST',
    path: version.path,
    access: wireAccess('read', 'get-devices'),
    summary: `Get Devices ${version.name}`,
    tag: 'wire',
    handle: async (request) => ({ status: 200, body: await answerDevices(services, anchors, version, request) }),
  }))
}

async function answerDevices(
  services: Services,
  anchors: PageAnchors,
  version: GetDevicesVersion,
  { caller, query, body }: RouteRequest,
): Promise<object> {
  if (version.style === 'array') {
    const devices = await pageDevices(services, caller, anchors, { filter: {}, ...readArrayRequest(query) })
    const linkTo = await remediationLinks(services, caller.accountId)
    return devices.map((device) => sayListed2(device, linkTo))
  }
  if (version.style === 'filtered') {
    const devices = await pageDevices(services, caller, anchors, { direction: 'asc', ...readFilteredRequest(body) })
    return devices.map((device) => sayListed3(device, version))
  }
  const request = readCursorRequest(body)
  const page = await walkDevices(services, caller, request).catch(inTheWordsOfTheWire)
  return { next_token: page.next_cursor ?? '', devices: page.items.map((device) => sayListed3(device, version)) }
}
