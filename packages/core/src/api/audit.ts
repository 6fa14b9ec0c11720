import { type Static, Type } from 'typebox'
import { auditEvents, channels } from '../audit/audit-event.ts'
import { Timestamp } from './page.ts'

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

/** One line of an export; see core/audit/hash-chain. */
export const ExportedAuditEntry = Type.Object({
  sequence: Type.Integer(),
  content: Type.String({ description: 'the entry, to the byte' }),
  hash: Type.String(),
})
