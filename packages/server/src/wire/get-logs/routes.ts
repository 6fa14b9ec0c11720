import { auditEvents } from '@muster/core/audit/audit-event.ts'
import { listAdminLog, listDeviceLog } from '../../operations/list-logs.ts'
import type { Route, RouteRequest } from '../../route.ts'
import type { Services } from '../../services.ts'
import { wireAccess } from '../wire-access.ts'
import { inTheWordsOfTheWire } from '../wire-cursor.ts'
import { rowsOfWords } from './device-event-words.ts'
import { type GetLogsVersion, getLogsVersions } from './get-logs-version.ts'
import { pagedLogsRoutes } from './paged-routes.ts'
import { type LogRequest, readLogRequest } from './read-request.ts'
import { type LogRecord, sayAdminRecord, sayDeviceRecord } from './say-record.ts'

export function getLogsRoutes(services: Services): Route[] {
  return [...pagedLogsRoutes(services), ...cursorRoutes(services)]
}

function cursorRoutes(services: Services): Route[] {
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

async function answerLogs(
  services: Services,
  version: GetLogsVersion,
  { caller, body }: RouteRequest,
): Promise<LogsAnswer> {
  const request = readLogRequest(body, services.now())
  try {
    if (request.category === 'device') return await answerDeviceLog(services, version, caller, request)
    if (request.category === 'admin') return await answerAdminLog(services, version, caller, request)
    return await answerAdminLog(services, version, caller, { ...request, events: webhookEventsOf(request) })
  } catch (error) {
    inTheWordsOfTheWire(error)
  }
}

/** What was done about webhooks, also by the server: who has failed too often is switched off. */
function webhookEventsOf({ events }: LogRequest): string[] {
  return auditEvents.filter((event) => event.startsWith('webhook.') && (events?.includes(event) ?? true))
}

async function answerDeviceLog(
  services: Services,
  version: GetLogsVersion,
  caller: RouteRequest['caller'],
  { events, ...request }: LogRequest,
): Promise<LogsAnswer> {
  const page = await listDeviceLog(services, caller, { ...request, ...rowsOfWords(events, version) })
  const logs = page.items.map((entry) => sayDeviceRecord(entry, version))
  return { logs, next_token: page.next_cursor ?? '' }
}

async function answerAdminLog(
  services: Services,
  version: GetLogsVersion,
  caller: RouteRequest['caller'],
  request: LogRequest,
): Promise<LogsAnswer> {
  const page = await listAdminLog(services, caller, request)
  const logs = page.items.map((entry) => sayAdminRecord(entry, version))
  return { logs, next_token: page.next_cursor ?? '' }
}
