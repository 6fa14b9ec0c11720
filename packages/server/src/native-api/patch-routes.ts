import { PageQuery, pageOf } from '@muster/core/api/page.ts'
import {
  DevicePatch,
  Patch,
  PatchDevice,
  PatchDevicesFilter,
  PatchDevicesQuery,
  PatchFilter,
  PatchKey,
  PatchQuery,
} from '@muster/core/api/patches.ts'
import { exportDevicePatches, exportPatchDevices, exportPatches } from '../operations/patches/export-patches.ts'
import { listDevicePatches, listPatchDevices, listPatches } from '../operations/patches/list-patches.ts'
import type { Services } from '../services.ts'
import { csvDownload } from './downloads.ts'
import { json, type NativeRoute, needs, prefix } from './native-route.ts'

const path = `${prefix}/patches`
const devicePath = `${prefix}/devices/:device_id/patches`
const common = { method: 'GET', tag: 'patches', access: needs('read') } as const

const patchColumns = Object.keys(Patch.properties) as (keyof Patch)[]
const patchDeviceColumns = Object.keys(PatchDevice.properties) as (keyof PatchDevice)[]
const devicePatchColumns = Object.keys(DevicePatch.properties) as (keyof DevicePatch)[]

export function patchRoutes(services: Services): NativeRoute[] {
  return [
    {
      ...common,
      path,
      operationId: 'listPatches',
      summary: 'List the updates of operating systems that devices lack, by id, with how many lack them',
      description: 'As agents said last in the check `os_updates`, whatever policies say of it.',
      query: PatchQuery,
      response: pageOf(Patch),
      handle: async ({ caller, query }) => {
        const { cursor, limit, ...filter } = query as PatchQuery
        return json(await listPatches(services, caller, { filter: toFilter(filter), cursor, limit: limit! }))
      },
    },
    {
      ...common,
      path: `${path}.csv`,
      operationId: 'exportPatches',
      summary: 'Export the updates that devices lack as CSV',
      query: PatchFilter,
      answers: 'text/csv',
      handle: async ({ caller, query }) =>
        csvDownload('patches', patchColumns, exportPatches(services, caller, toFilter(query as PatchFilter))),
    },
    {
      ...common,
      path: `${path}/:patch_id/devices`,
      operationId: 'listPatchDevices',
      summary: 'List the devices that lack an update, oldest device first',
      description: 'An update that nobody lacks is missing on no device: an empty list.',
      params: PatchKey,
      query: PatchDevicesQuery,
      response: pageOf(PatchDevice),
      handle: async ({ caller, params, query }) => {
        const { cursor, limit, source } = query as PatchDevicesQuery
        const page = { patchId: params.patch_id!, source, cursor, limit: limit! }
        return json(await listPatchDevices(services, caller, page))
      },
    },
    {
      ...common,
      path: `${path}/:patch_id/devices.csv`,
      operationId: 'exportPatchDevices',
      summary: 'Export the devices that lack an update as CSV',
      params: PatchKey,
      query: PatchDevicesFilter,
      answers: 'text/csv',
      handle: async ({ caller, params, query }) => {
        const asked = { patchId: params.patch_id!, ...(query as PatchDevicesFilter) }
        return csvDownload('patch-devices', patchDeviceColumns, exportPatchDevices(services, caller, asked))
      },
    },
    {
      ...common,
      path: devicePath,
      operationId: 'listDevicePatches',
      summary: 'List the updates that a device lacks, by id, as its agent said last',
      query: PageQuery,
      response: pageOf(DevicePatch),
      errors: ['not_found'],
      handle: async ({ caller, params, query }) => {
        const { cursor, limit } = query as PageQuery
        return json(await listDevicePatches(services, caller, { device: params.device_id!, cursor, limit: limit! }))
      },
    },
    {
      ...common,
      path: `${devicePath}.csv`,
      operationId: 'exportDevicePatches',
      summary: 'Export the updates that a device lacks as CSV',
      answers: 'text/csv',
      errors: ['not_found'],
      handle: async ({ caller, params }) => {
        const patches = await exportDevicePatches(services, caller, params.device_id!)
        return csvDownload('device-patches', devicePatchColumns, patches)
      },
    },
  ]
}

function toFilter({ q, source, security }: PatchFilter) {
  return { part: q, source, security }
}
