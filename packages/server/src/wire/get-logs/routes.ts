import { listAdminLog, listDeviceLog } from '../../operations/list-logs.ts'
import type { Route, RouteRequest } from '../../route.ts'
import type { Services } from '../../services.ts'
import { wireAccess } from '../wire-access.ts'
import { inTheWordsOfTheWire } from '../wire-cursor.ts'
import { rowsOfWords, wordOf } from './device-event-words.ts'
import { type GetLogsVersion, getLogsVersions } from './get-logs-version.ts'
import { type LogRequest, readLogRequest } from './read-request.ts'
import { sayAdminDetails, sayDeviceDetails } from './say-details.ts'

export function getLogsRoutes(services: Services): Route[] {
  return getLogsVersions.map((version) => ({
    method: 'POST',
    path: version.path,
    access: wireAccess('read', 'get-logs'),
    summary: `Get Logs ${version.name}`,
    tag: 'wire',
    handle: async (request) => ({ status: 200, body: await answerLogs(services, version, request) }),
  }))
}

interface LogsAnswer {
  readonly logs: readonly LogRecord[]
  /** Empty on the last page. */
  readonly next_token: string
}

interface LogRecord {
  /** Milliseconds since 1970. */
  readonly timestamp: number
  readonly event: string
  readonly device_id: string
  readonly device_name: string
  readonly mac_addresses: readonly string[]
  readonly details: string
}

async function answerLogs(
  services: Services,
  version: GetLogsVersion,
  { caller, body }: RouteRequest,
): Promise<LogsAnswer> {
  const request = readLogRequest(body, services.now())
  try {
    if (request.category === 'device') return await answerDeviceLog(services, version, caller, request)
    if (request.category === 'admin') return await answerAdminLog(services, version, caller, request)
    // No webhook is ever called, so this log is empty.
    return { logs: [], next_token: '' }
  } catch (error) {
    inTheWordsOfTheWire(error)
  }
}

async function answerDeviceLog(
  services: Services,
  version: GetLogsVersion,
  caller: RouteRequest['caller'],
  { events, ...request }: LogRequest,
): Promise<LogsAnswer> {
  const page = await listDeviceLog(services, caller, { ...request, ...rowsOfWords(events, version) })
  const logs = page.items.map((entry) => ({
    timestamp: entry.at.getTime(),
    event: wordOf(entry, version),
    device_id: entry.deviceId,
    device_name: entry.deviceName,
    mac_addresses: entry.macAddresses,
    details: sayDeviceDetails(entry, version.tellsChannel),
  }))
  return { logs, next_token: page.next_cursor ?? '' }
}

async function answerAdminLog(
  services: Services,
  version: GetLogsVersion,
  caller: RouteRequest['caller'],
  request: LogRequest,
): Promise<LogsAnswer> {
  const page = await listAdminLog(services, caller, request)
  const logs = page.items.map((entry) => ({
    timestamp: entry.at.getTime(),
    event: entry.event,
    device_id: '',
    device_name: '',
    mac_addresses: [],
    details: sayAdminDetails(entry, version.tellsChannel),
  }))
  return { logs, next_token: page.next_cursor ?? '' }
}
