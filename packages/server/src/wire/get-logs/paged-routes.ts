import { listAdminLog, listDeviceLog } from '../../operations/list-logs.ts'
import { Refusal } from '../../refusal.ts'
import type { Route, RouteRequest } from '../../route.ts'
import type { Services } from '../../services.ts'
import { wireAccess } from '../wire-access.ts'
import { wireTime } from '../wire-time.ts'
import { rowsOfWords } from './device-event-words.ts'
import { getLogsVersions } from './get-logs-version.ts'
import { type PagedLogRequest, readBodyRequest, readUrlRequest } from './read-paged-request.ts'
import { type LogRecord, sayAdminRecord, sayDeviceRecord } from './say-record.ts'

/** Pages by number, before there were tokens. */
const pagedLogsVersions = [
  { name: '2.0', method: 'GET', path: '/o/api/v2/logs' },
  { name: '3.0', method: 'POST', path: '/o/api/v3/logs' },
] as const

/** Their words are those of the next version. */
const words = getLogsVersions[0]

export function pagedLogsRoutes(services: Services): Route[] {
  return pagedLogsVersions.map(({ name, method, path }) => ({
    method,
    path,
    access: wireAccess('read', 'get-logs'),
    summary: `Get Logs ${name}`,
    tag: 'wire',
    handle: async ({ caller, query, body }) => {
      const request = method === 'GET' ? readUrlRequest(query) : readBodyRequest(body, services.now())
      return { status: 200, body: { logs: await listRecords(services, caller, request) } }
    },
  }))
}

/** @throws Refusal page_beyond_last */
async function listRecords(
  services: Services,
  caller: RouteRequest['caller'],
  { category, page, events, ...request }: PagedLogRequest,
): Promise<object[]> {
  const asked = { ...request, skip: (page - 1) * request.limit }
  const records =
    category === 'device'
      ? (await listDeviceLog(services, caller, { ...asked, ...rowsOfWords(events, words) })).items.map((entry) =>
          sayDeviceRecord(entry, words),
        )
      : (await listAdminLog(services, caller, { ...asked, events })).items.map((entry) => sayAdminRecord(entry, words))
  if (records.length === 0 && page > 1) throw new Refusal('page_beyond_last')
  return records.map(inWrittenTime)
}

function inWrittenTime({ timestamp, ...record }: LogRecord): object {
  return { timestamp: wireTime(new Date(timestamp)), ...record }
}
