import { Readable } from 'node:stream'
import { Device, DeviceDetails, DeviceImport, ImportedDevices } from '@muster/core/api/devices.ts'
import { pageOf } from '@muster/core/api/page.ts'
import { DeviceFilter } from '@muster/core/device/device-filter.ts'
import { Type } from 'typebox'
import { exportDevices } from '../operations/export-devices.ts'
import { findDevice } from '../operations/find-device.ts'
import { importDevices } from '../operations/import-devices.ts'
import { listDevices } from '../operations/list-devices.ts'
import { Refusal } from '../refusal.ts'
import type { RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'
import { DeviceQuery, readDeviceFilter, readDeviceQuery } from './device-query.ts'
import { change, json, type NativeRoute, needs, prefix } from './native-route.ts'

const tag = 'devices'
const path = `${prefix}/devices`
const importBytesMax = 64 * 1024 * 1024

export function deviceRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'GET',
      path,
      tag,
      operationId: 'listDevices',
      summary: 'List devices, by default oldest first',
      description: 'Between the keys of the filter all must hold, within one key any value: repeat it, or use commas.',
      access: needs('read'),
      querySchema: DeviceQuery,
      response: pageOf(Device),
      handle: async ({ caller, query }) => {
        const { filter, page } = readDeviceQuery(query)
        return json(await listDevices(services, caller, { filter, ...page }))
      },
    },
    {
      method: 'GET',
      path: `${prefix}/devices.csv`,
      tag,
      operationId: 'exportDevices',
      summary: 'Export devices as CSV, with the columns of an import',
      description:
        'A cell that a spreadsheet would take for a formula gets an apostrophe in front; an import undoes it.',
      access: needs('read'),
      querySchema: DeviceFilter,
      answers: 'text/csv',
      handle: async ({ caller, query }) => {
        const filter = readDeviceFilter(query)
        return {
          status: 200,
          contentType: 'text/csv; charset=utf-8',
          headers: { 'content-disposition': 'attachment; filename="devices.csv"' },
          body: Readable.from(exportDevices(services, caller, filter)),
        }
      },
    },
    {
      method: 'POST',
      path: `${path}/import`,
      tag,
      operationId: 'importDevices',
      summary: 'Bring in devices that are managed elsewhere, or that discovery found',
      description:
        'Devices that are there already, by device_id or hwid, are updated: what is not said stays, and so do group, ' +
        'exemption and `ignored`. One wrong row keeps all out, unless `partial`.',
      access: needs('operate'),
      rawBody: 'text',
      bodyBytesMax: importBytesMax,
      query: Type.Object({ partial: Type.Optional(Type.Boolean({ default: false })) }, { additionalProperties: false }),
      bodySchema: { 'application/json': DeviceImport, 'text/csv': Type.String() },
      response: ImportedDevices,
      example: {
        body: {
          devices: [
            {
              device_id: 'printer-3',
              hostname: 'printer-3',
              status: 'unknown',
              macs: ['00:1a:2b:3c:4d:5e'],
            },
          ],
        },
      },
      errors: ['too_large', 'unsupported_media_type'],
      handle: (request) => {
        const { text, format } = readImportBody(request)
        return change(services, request, async (unit, caller) => {
          const partial = request.query.partial === true
          const { importId, ...counts } = await importDevices(services, unit, caller, { format, text, partial })
          return { import_id: importId, ...counts }
        })
      },
    },
    {
      method: 'GET',
      path: `${path}/:device_id`,
      tag,
      operationId: 'showDevice',
      summary: 'Show a device, by device id or hardware id',
      access: needs('read'),
      response: DeviceDetails,
      errors: ['not_found'],
      handle: async ({ caller, params }) => json(await findDevice(services, caller, params.device_id!)),
    },
  ]
}

function readImportBody({ body, headers }: RouteRequest): { text: string; format: 'json' | 'csv' } {
  const media = (headers['content-type'] ?? 'application/json').split(';', 1)[0]!.trim().toLowerCase()
  const format = ({ 'application/json': 'json', 'text/csv': 'csv' } as const)[media]
  if (format === undefined) {
    throw new Refusal('unsupported_media_type', 'An import is application/json or text/csv.')
  }
  return { text: typeof body === 'string' ? body : '', format }
}
