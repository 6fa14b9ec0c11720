import { Readable } from 'node:stream'
import { type ChangedDevice, listStatusChanges, pageStatusChanges } from '../../operations/list-status-changes.ts'
import type { Route, RouteAnswer, RouteRequest } from '../../route.ts'
import type { Services } from '../../services.ts'
import { sayHwid, sayStatus2 } from '../devices/say-device-2.ts'
import { sayDevice3 } from '../devices/say-device-3.ts'
import { renderPortions } from '../render-portions.ts'
import { wireAccess } from '../wire-access.ts'
import { readBodyRequest, readUrlRequest } from './read-request.ts'

const statusChangeVersions = [
  { name: '2.1', method: 'GET', path: '/o/api/v2.1/devices/status_changed', answer: answerAll },
  { name: '3.0', method: 'POST', path: '/o/api/v3/devices/status_changed', answer: answerPage },
] as const

export function statusChangeRoutes(services: Services): Route[] {
  return statusChangeVersions.map(({ name, method, path, answer }) => ({
    method,
    path,
    access: wireAccess('read', 'status-change'),
    summary: `Status Change ${name}`,
    tag: 'wire',
    handle: (request) => answer(services, request),
  }))
}

/** 2.1 knows no pages: all that changed. */
async function answerAll(services: Services, { caller, query }: RouteRequest): Promise<RouteAnswer> {
  const portions = await listStatusChanges(services, caller, readUrlRequest(query))
  const body = Readable.from(renderPortions('{"devices":[', portions, sayChange, ']}'), { objectMode: false })
  return { status: 200, contentType: 'application/json; charset=utf-8', body }
}

/** Clients read either spelling of the list. */
function sayChange(device: ChangedDevice): string {
  return JSON.stringify({
    hwid: sayHwid(device),
    mac_address: device.macs,
    mac_addresses: device.macs,
    status: device.removed ? 2 : sayStatus2(device),
  })
}

async function answerPage(services: Services, { caller, body }: RouteRequest): Promise<RouteAnswer> {
  const { tellsIssues, ...request } = readBodyRequest(body)
  const { monitored, deleted } = await pageStatusChanges(services, caller, request)
  return {
    status: 200,
    body: {
      monitored_devices: monitored.map((device) => {
        const { issue, ...rest } = sayDevice3(device)
        return { ...rest, ...(tellsIssues && { issue }), mac_addresses: device.macs }
      }),
      deleted_devices: deleted.map(({ device_id, hostname }) => ({ device_id, device_name: hostname })),
    },
  }
}
