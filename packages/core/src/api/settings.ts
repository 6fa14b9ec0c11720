import { type Static, Type } from 'typebox'
import { CurrentAgentPolicy } from './agent-policy.ts'
import { IdentityFields } from './identity-fields.ts'
import { CurrentLicence } from './licence.ts'
import { Timestamp } from './page.ts'
import { CurrentRetention } from './retention.ts'

/** GET /settings → Settings */

/** What is in force, in one read; each part has its own address to change it, where it can be changed. */
export const Settings = Type.Object({
  account: Type.Object({ name: Type.String(), created_at: Timestamp }),
  public_url: Type.String({ description: 'under which clients and agents reach this server' }),
  identity_fields: IdentityFields,
  agent_policy: CurrentAgentPolicy,
  data_retention: CurrentRetention,
  licence: CurrentLicence,
  deadlines: Type.Array(
    Type.Object({
      type: Type.String(),
      deliver_within: Type.Integer({ description: 'seconds' }),
      finish_within: Type.Integer({ description: 'seconds' }),
    }),
    { description: 'of the types that agents carry out, where an order says nothing else' },
  ),
  command_signing_keys: Type.Array(
    Type.Object({
      algorithm: Type.Literal('Ed25519'),
      public_key: Type.String({ description: 'SPKI in base64url: what agents pin at enrolment' }),
      sha256: Type.String({ description: 'of the SPKI bytes, hexadecimal' }),
    }),
  ),
  limits: Type.Object({
    targets_max: Type.Integer({ description: 'devices of one action' }),
  }),
  sessions: Type.Object({
    idle_seconds: Type.Integer({ description: 'a console session ends after so long without a request' }),
    lifetime_seconds: Type.Integer({ description: 'and after this in any case' }),
  }),
  retention: Type.Object({
    idempotency_keys_seconds: Type.Integer({ description: 'how long answers to repeated requests are kept' }),
    expired_tokens_seconds: Type.Integer({ description: 'how long tokens are kept after they expired' }),
    audit_entries_seconds: Type.Null({ description: 'null: for ever' }),
    reports_seconds: Type.Null({ description: 'null: for ever' }),
  }),
})
export type Settings = Static<typeof Settings>
