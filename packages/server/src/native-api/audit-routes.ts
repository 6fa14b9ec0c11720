import { Readable } from 'node:stream'
import { AuditEntry, ExportedAuditEntry } from '@muster/core/api/audit.ts'
import { pageOf, pageQuery, Timestamp, Uuid } from '@muster/core/api/page.ts'
import { auditEvents } from '@muster/core/audit/audit-event.ts'
import { Type } from 'typebox'
import { exportAudit } from '../operations/export-audit.ts'
import { listAuditEntries } from '../operations/list-audit-entries.ts'
import type { Services } from '../services.ts'
import { json, type NativeRoute, needs, prefix } from './native-route.ts'

const tag = 'audit'

export function auditRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'GET',
      path: `${prefix}/audit`,
      tag,
      operationId: 'listAuditEntries',
      summary: 'List audit entries, newest first',
      access: needs('operate'),
      query: Type.Object(
        {
          ...pageQuery,
          action_id: Type.Optional(Uuid),
          device_id: Type.Optional(
            Type.String({ minLength: 1, description: 'also entries of actions that had it among their targets' }),
          ),
          event: Type.Optional(Type.Enum(auditEvents)),
          since: Type.Optional(Timestamp),
        },
        { additionalProperties: false },
      ),
      response: pageOf(AuditEntry),
      handle: async ({ caller, query }) => {
        const { action_id, device_id, event, since, cursor, limit } = query as Record<string, string | undefined>
        return json(
          await listAuditEntries(services, caller, {
            actionId: action_id,
            deviceId: device_id,
            event,
            since: since === undefined ? undefined : new Date(since),
            cursor,
            limit: Number(limit),
          }),
        )
      },
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
