import { Readable } from 'node:stream'
import { AuditEntry, AuditFilter, AuditQuery, auditColumns, ExportedAuditEntry } from '@muster/core/api/audit.ts'
import { pageOf } from '@muster/core/api/page.ts'
import { exportAudit } from '../operations/export-audit.ts'
import { listAuditEntries, readAuditEntries } from '../operations/list-audit-entries.ts'
import type { Services } from '../services.ts'
import { csvDownload, linesDownload } from './downloads.ts'
import { json, type NativeRoute, needs, prefix } from './native-route.ts'
import { readPeriod } from './read-time.ts'

const tag = 'audit'
const exported = { method: 'GET', tag, access: needs('operate'), query: AuditFilter } as const

export function auditRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'GET',
      path: `${prefix}/audit`,
      tag,
      operationId: 'listAuditEntries',
      summary: 'List audit entries, newest first',
      access: needs('operate'),
      query: AuditQuery,
      response: pageOf(AuditEntry),
      handle: async ({ caller, query }) => {
        const { cursor, limit, ...filter } = query as AuditQuery
        return json(await listAuditEntries(services, caller, { filter: readFilter(filter), cursor, limit: limit! }))
      },
    },
    {
      ...exported,
      path: `${prefix}/audit.csv`,
      operationId: 'exportAuditCsv',
      summary: 'Export audit entries as CSV, newest first',
      answers: 'text/csv',
      handle: async ({ caller, query }) =>
        csvDownload('audit', auditColumns, readAuditEntries(services, caller, readFilter(query as AuditFilter))),
    },
    {
      ...exported,
      path: `${prefix}/audit.ndjson`,
      operationId: 'exportAuditLines',
      summary: 'Export audit entries, a JSON object a line, newest first',
      response: AuditEntry,
      answers: 'application/x-ndjson',
      handle: async ({ caller, query }) =>
        linesDownload('audit', readAuditEntries(services, caller, readFilter(query as AuditFilter))),
    },
    {
      method: 'GET',
      path: `${prefix}/audit/export`,
      tag,
      operationId: 'exportAudit',
      summary: 'Export the whole chain, a JSON object a line',
      description: '`muster audit verify` checks the file offline and names the entry in which a byte was changed.',
      access: needs('operate'),
      response: ExportedAuditEntry,
      answers: 'application/x-ndjson',
      handle: async ({ caller }) => ({
        status: 200,
        contentType: 'application/x-ndjson',
        headers: { 'content-disposition': 'attachment; filename="audit.jsonl"' },
        body: Readable.from(exportAudit(services, caller)),
      }),
    },
  ]
}

function readFilter({ action_id, device_id, event, channel, user, app_id, since, until }: AuditFilter) {
  return {
    actionId: action_id,
    deviceId: device_id,
    events: event,
    channels: channel,
    user,
    appId: app_id,
    ...readPeriod({ since, until }),
  }
}
