import { type Static, Type } from 'typebox'
import { AgentFacts, Inventory } from './inventory.ts'
import { Hello } from './messages.ts'

/** Bodies of the agent's HTTP calls; what they answer is beside them. Base64url unless said otherwise. */
const Base64Url = Type.String({ minLength: 1, maxLength: 512, pattern: '^[A-Za-z0-9_-]+$' })

export const EnrolRequest = Type.Object({
  protocol: Type.Integer(),
  token: Type.String({ minLength: 1, maxLength: 256 }),
  /** Ed25519, SPKI DER. */
  public_key: Base64Url,
  /** Over `enrolText`, with that key. */
  proof: Base64Url,
  /** The same for as long as the machine is the same, and no other machine's. */
  hwid: Type.String({ minLength: 8, maxLength: 128, pattern: '^[\\x21-\\x7e]+$' }),
  agent: AgentFacts,
  inventory: Inventory,
})
export type EnrolRequest = Static<typeof EnrolRequest>

export const EnrolAnswer = Type.Object({
  account: Type.Integer(),
  device_id: Type.String(),
  generation: Type.Integer({ minimum: 1 }),
  /** The account's command key (Ed25519, SPKI DER): the agent obeys nothing else from here on. */
  account_key: Base64Url,
  server_time: Type.Integer(),
})
export type EnrolAnswer = Static<typeof EnrolAnswer>

/** The fields of a hello that prove who leaves; the signature is over `retireText`, or `uninstalledText`. */
export const ProvenRequest = Type.Pick(Hello, ['protocol', 'account', 'device_id', 'generation', 'nonce', 'signature'])
export type ProvenRequest = Static<typeof ProvenRequest>

export const PollRequest = Type.Object({
  /** Agent messages; each is parsed by `parseAgentMessage`. */
  messages: Type.Array(Type.Unknown(), { maxItems: 1000 }),
  /** The last cursor that arrived: what came with it is not sent again. */
  after: Type.Integer({ minimum: 0 }),
  wait_seconds: Type.Integer({ minimum: 0, maximum: 55 }),
})
export type PollRequest = Static<typeof PollRequest>

export const PollAnswer = Type.Object({
  messages: Type.Array(Type.Unknown()),
  cursor: Type.Integer({ minimum: 0 }),
})
export type PollAnswer = Static<typeof PollAnswer>

export const ReportRequest = Type.Object({
  command_id: Type.String({ minLength: 1, maxLength: 128, pattern: '^[\\x20-\\x7e]+$' }),
  size_bytes: Type.Integer({ minimum: 0 }),
  /** Lower-case hexadecimal. */
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  media_type: Type.String({ minLength: 3, maxLength: 128, pattern: '^[\\w.+-]+/[\\w.+-]+$' }),
})
export type ReportRequest = Static<typeof ReportRequest>

/** Of a report under way: how much of it is stored. */
export const ReportAnswer = Type.Object({
  path: Type.String(),
  offset: Type.Integer({ minimum: 0 }),
  complete: Type.Boolean(),
})
export type ReportAnswer = Static<typeof ReportAnswer>
