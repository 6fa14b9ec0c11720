import { actionTypes } from '@muster/core/action/types/index.ts'
import { DeviceLogEntry, DeviceLogFilter, DeviceLogQuery, deviceLogColumns } from '@muster/core/api/device-log.ts'
import { pageOf } from '@muster/core/api/page.ts'
import {
  type DeviceLogEntry as Entry,
  type DeviceLogFilter as Filter,
  listDeviceLog,
  readDeviceLog,
} from '../operations/list-logs.ts'
import type { RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'
import { csvDownload, linesDownload } from './downloads.ts'
import { json, type NativeRoute, needs, prefix } from './native-route.ts'
import { readPeriod } from './read-time.ts'

const path = `${prefix}/device-log`
const common = { method: 'GET', tag: 'devices', access: needs('read') } as const

export function deviceLogRoutes(services: Services): NativeRoute[] {
  const all = async function* ({ caller, query }: RouteRequest) {
    for await (const entries of readDeviceLog(services, caller, toFilter(query as DeviceLogFilter))) {
      yield entries.map(toLogEntry)
    }
  }
  return [
    {
      ...common,
      path,
      operationId: 'listDeviceLog',
      summary: 'List what happened to devices, newest first, with who and through what',
      query: DeviceLogQuery,
      response: pageOf(DeviceLogEntry),
      handle: async ({ caller, query }) => {
        const { cursor, limit, ...filter } = query as DeviceLogQuery
        const page = await listDeviceLog(services, caller, { ...toFilter(filter), cursor, limit: limit! })
        return json({ ...page, items: page.items.map(toLogEntry) })
      },
    },
    {
      ...common,
      path: `${path}.csv`,
      operationId: 'exportDeviceLogCsv',
      summary: 'Export what happened to devices as CSV',
      query: DeviceLogFilter,
      answers: 'text/csv',
      handle: async (request) => csvDownload('device-log', deviceLogColumns, all(request)),
    },
    {
      ...common,
      path: `${path}.ndjson`,
      operationId: 'exportDeviceLogLines',
      summary: 'Export what happened to devices, a JSON object a line',
      query: DeviceLogFilter,
      response: DeviceLogEntry,
      answers: 'application/x-ndjson',
      handle: async (request) => linesDownload('device-log', all(request)),
    },
  ]
}

const typeNames: readonly string[] = actionTypes.map(({ name }) => name)
const latest = new Date(8_640_000_000_000_000)

/** A channel is one of actions: other events came to be through none. */
function toFilter({ event, channel, since, until }: DeviceLogFilter): Filter {
  const period = readPeriod({ since, until })
  const types = event?.filter((name) => typeNames.includes(name)) ?? (channel === undefined ? undefined : typeNames)
  return {
    since: period.since ?? new Date(0),
    until: period.until ?? latest,
    actions: types?.flatMap((type) => (channel ?? ['' as const]).map((one) => ({ type, channel: one }))),
    events: channel === undefined ? event?.filter((name) => !typeNames.includes(name)) : [],
  }
}

function toLogEntry(entry: Entry): DeviceLogEntry {
  const device = { at: entry.at.toISOString(), device_id: entry.deviceId, hostname: entry.deviceName }
  if (entry.kind === 'event') {
    const nobody = { action_id: null, state: null, channel: null, user: null, application: null }
    return { ...device, event: entry.event, ...nobody, details: entry.details }
  }
  return {
    ...device,
    event: entry.type,
    action_id: entry.actionId,
    state: entry.state,
    channel: entry.actor.channel,
    user: entry.actor.user ?? null,
    application: entry.actor.application ?? null,
    details: entry.params,
  }
}
