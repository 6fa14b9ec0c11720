import { type Static, Type } from 'typebox'
import { Timestamp } from './page.ts'

export const Account = Type.Object({
  name: Type.String(),
  created_at: Timestamp,
  command_public_key: Type.String({ description: 'Ed25519, SPKI in base64url: what agents pin at enrolment' }),
  devices: Type.Integer(),
  devices_online: Type.Integer(),
  devices_by_status: Type.Record(Type.String(), Type.Integer()),
  groups: Type.Integer(),
  applications: Type.Integer(),
  actions: Type.Integer(),
})
export type Account = Static<typeof Account>
