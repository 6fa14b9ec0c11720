import { type Static, Type } from 'typebox'
import { auditEvents, channels } from '../audit/audit-event.ts'
import { pageQuery, Timestamp, Uuid } from './page.ts'

const textOrNull = Type.Union([Type.String(), Type.Null()])

export const AuditEntry = Type.Object({
  sequence: Type.Integer(),
  at: Timestamp,
  event: Type.Enum(auditEvents),
  channel: Type.Enum(channels),
  user: textOrNull,
  application: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()]),
  token_id: textOrNull,
  peer: textOrNull,
  request_id: Type.String(),
  action_id: textOrNull,
  details: Type.Record(Type.String(), Type.Unknown()),
  hash: Type.String({ description: 'SHA-256 over the hash before, the sequence and the content, hexadecimal' }),
})
export type AuditEntry = Static<typeof AuditEntry>

const auditFilter = {
  action_id: Type.Optional(Uuid),
  device_id: Type.Optional(
    Type.String({ minLength: 1, description: 'also entries of actions that had it among their targets' }),
  ),
  event: Type.Optional(Type.Array(Type.Enum(auditEvents), { minItems: 1, description: 'any of them' })),
  channel: Type.Optional(Type.Array(Type.Enum(channels), { minItems: 1, description: 'any of them' })),
  user: Type.Optional(Type.String({ minLength: 1, description: 'name, in full' })),
  app_id: Type.Optional(Uuid),
  since: Type.Optional(Timestamp),
  until: Type.Optional(Timestamp),
}

export const AuditFilter = Type.Object(auditFilter, { additionalProperties: false })
export type AuditFilter = Static<typeof AuditFilter>
export const AuditQuery = Type.Object({ ...pageQuery, ...auditFilter }, { additionalProperties: false })
export type AuditQuery = Static<typeof AuditQuery>

/** Columns of `audit.csv`. */
export const auditColumns = [
  'sequence',
  'at',
  'event',
  'channel',
  'user',
  'application',
  'peer',
  'request_id',
  'action_id',
  'details',
  'hash',
] as const

/** One line of an export; see core/audit/hash-chain. */
export const ExportedAuditEntry = Type.Object({
  sequence: Type.Integer(),
  content: Type.String({ description: 'the entry, to the byte' }),
  hash: Type.String(),
})
