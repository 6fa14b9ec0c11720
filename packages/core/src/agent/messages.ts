import { type Static, Type } from 'typebox'
import { SoftwareName } from '../api/compliance.ts'
import { checkResults } from '../compliance/check-name.ts'
import { AgentFacts, Inventory } from './inventory.ts'
import { type Parsed, parserOf } from './parse-message.ts'
import { factsBytesMax, messageBytesMax } from './protocol.ts'

/**
 * Every message between agent and server, the same on a WebSocket (one JSON text a frame) and on the long poll
 * (arrays of them). A receiver ignores fields that it does not know. An agent ignores messages of types that it does not
 * know, and says so in its hello; the server refuses them, and both refuse what is malformed.
 * Times are Unix seconds; keys, signatures, nonces and proofs are base64url unless said otherwise.
 */
const Id = Type.String({ minLength: 1, maxLength: 128, pattern: '^[\\x20-\\x7e]+$' })
const Key = Type.String({ minLength: 1, maxLength: 1024, pattern: '^[A-Za-z0-9_-]*$' })
const Seconds = Type.Integer({ minimum: 0 })
const Sentence = Type.String({ maxLength: 2000 })

/** The server's first word: whoever says hello signs this nonce. */
export const Challenge = Type.Object({
  type: Type.Literal('challenge'),
  protocol: Type.Integer(),
  nonce: Key,
  server_time: Seconds,
})
export type Challenge = Static<typeof Challenge>

export const Welcome = Type.Object({
  type: Type.Literal('welcome'),
  /** Grows with each connection of the device; a goodbye must give it back. */
  connection: Type.Integer({ minimum: 1 }),
  heartbeat_seconds: Type.Integer({ minimum: 1 }),
  /** Bearer token of uploads and of the long poll, and until when it is good. */
  session: Key,
  session_expires_at: Seconds,
  report_bytes_max: Type.Integer({ minimum: 1 }),
  server_time: Seconds,
})
export type Welcome = Static<typeof Welcome>

export const Command = Type.Object({
  type: Type.Literal('command'),
  command_id: Id,
  /** The exact text that was signed; see `command-statement`. */
  statement: Type.String({ maxLength: 128 * 1024 }),
  signature: Key,
  /** Of this command among the leaves of the statement's tree, and the hashes that lead to its root. */
  index: Type.Integer({ minimum: 0 }),
  proof: Type.String({ maxLength: 4096, pattern: '^[A-Za-z0-9_-]*$' }),
  device_id: Id,
  generation: Type.Integer({ minimum: 1 }),
})
export type Command = Static<typeof Command>

export const Cancel = Type.Object({ type: Type.Literal('cancel'), command_id: Id })

/** The server has these results for good; the agent need not send them again. */
export const Stored = Type.Object({ type: Type.Literal('stored'), command_ids: Type.Array(Id) })

/** These are no commands of this device; the agent need not send them again. */
export const Disowned = Type.Object({ type: Type.Literal('disowned'), command_ids: Type.Array(Id) })

/** A younger token in the place of the welcome's, before that one ends. */
export const Session = Type.Object({
  type: Type.Literal('session'),
  session: Key,
  session_expires_at: Seconds,
})

/** The enrolment has ended. Signed by the account's command key: nobody else can put an agent out of service. */
export const Retired = Type.Object({
  type: Type.Literal('retired'),
  device_id: Id,
  generation: Type.Integer({ minimum: 1 }),
  reason: Sentence,
  signature: Key,
})
export type Retired = Static<typeof Retired>

/**
 * The device was deleted: the agent is to confirm (see `agentPaths.uninstalled`), to remove itself, and not to come back.
 * Signed by the account's command key, for this enrolment alone.
 */
export const Uninstall = Type.Object({
  type: Type.Literal('uninstall'),
  device_id: Id,
  generation: Type.Integer({ minimum: 1 }),
  signature: Key,
})
export type Uninstall = Static<typeof Uninstall>

/** The device was deleted and came back: the agent forgets the work of `generation` and connects as `renewed_as`. */
export const Renewed = Type.Object({
  type: Type.Literal('renewed'),
  device_id: Id,
  generation: Type.Integer({ minimum: 1 }),
  renewed_as: Type.Integer({ minimum: 2 }),
  signature: Key,
})
export type Renewed = Static<typeof Renewed>

/** This machine is a copy of the device: it is to enrol as a device of its own, with a new key, with this token. */
export const EnrolAnew = Type.Object({
  type: Type.Literal('enrol_anew'),
  device_id: Id,
  generation: Type.Integer({ minimum: 1 }),
  token: Type.String({ minLength: 1, maxLength: 256, pattern: '^[\\x21-\\x7e]+$' }),
  signature: Key,
})
export type EnrolAnew = Static<typeof EnrolAnew>

/** What ends a conversation for good. */
export type Farewell = Retired | Uninstall | Renewed | EnrolAnew

export const refusalCodes = [
  'malformed',
  'protocol_unsupported',
  'not_recognised',
  'nonce_refused',
  'session_ended',
  'overloaded',
  'duplicate',
] as const

export const Refused = Type.Object({
  type: Type.Literal('refused'),
  code: Type.Enum(refusalCodes),
  message: Sentence,
})
export type Refused = Static<typeof Refused>
export type RefusalCode = Refused['code']

/** Which software the policy of the device's group does not want; it takes the place of what was said before. */
export const LookFor = Type.Object({
  type: Type.Literal('look_for'),
  software: Type.Array(SoftwareName, { maxItems: 200 }),
})
export type LookFor = Static<typeof LookFor>

/** How many things are wrong with the device, and the page that tells its user which, and what to do. */
export const ToMend = Type.Object({
  type: Type.Literal('to_mend'),
  issues: Type.Integer({ minimum: 0 }),
  page: Type.String({ maxLength: 2048, pattern: '^https?://[\\x21-\\x7e]+$' }),
})
export type ToMend = Static<typeof ToMend>

export const Heartbeat = Type.Object({ type: Type.Literal('heartbeat') })

export const ServerMessage = Type.Union([
  Challenge,
  Welcome,
  Session,
  Command,
  Cancel,
  Stored,
  Disowned,
  Retired,
  Uninstall,
  Renewed,
  EnrolAnew,
  Refused,
  LookFor,
  ToMend,
  Heartbeat,
])
export type ServerMessage = Static<typeof ServerMessage>

export const Hello = Type.Object({
  type: Type.Literal('hello'),
  protocol: Type.Integer(),
  account: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }),
  device_id: Id,
  generation: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }),
  nonce: Key,
  /** Over `helloText`, with the device's key. */
  signature: Key,
  agent: AgentFacts,
  inventory: Inventory,
  /** Made anew whenever the agent starts: two that take turns are two agents. */
  run: Type.Optional(Id),
  /** The latest one before that the server let in. */
  former_run: Type.Optional(Id),
  /** It ignores messages of types that it does not know. To one that does not say so, none is sent that came after `look_for`. */
  ignores_unknown: Type.Optional(Type.Boolean()),
})
export type Hello = Static<typeof Hello>

/** Verified and written to the agent's journal: it will be carried out, and its end reported. */
export const Accepted = Type.Object({ type: Type.Literal('accepted'), command_id: Id })

export const Deferred = Type.Object({
  type: Type.Literal('deferred'),
  command_id: Id,
  reason: Sentence,
  /** To the end of the year 9999. */
  retry_at: Type.Integer({ minimum: 0, maximum: 253_402_300_799 }),
})

export const Progress = Type.Object({
  type: Type.Literal('progress'),
  command_id: Id,
  percent: Type.Integer({ minimum: 0, maximum: 100 }),
  /** How far that is, for a person: "12345 files, 3.2 MB scanned". */
  message: Type.Optional(Sentence),
})

export const Result = Type.Object({
  type: Type.Literal('result'),
  command_id: Id,
  state: Type.Enum(['succeeded', 'failed', 'rejected', 'cancelled']),
  /** One of `action/reason`, for what did not succeed. */
  reason: Type.Optional(Type.String({ maxLength: 64 })),
  message: Type.Optional(Sentence),
  data: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export type Result = Static<typeof Result>

export const InventoryChanged = Type.Object({
  type: Type.Literal('inventory'),
  agent: AgentFacts,
  inventory: Inventory,
})

/** What the agent found on its device: after each welcome, and when it changed. Checks that are not said stay as they are. */
export const Checks = Type.Object({
  type: Type.Literal('checks'),
  checks: Type.Array(
    Type.Object({
      /** Of compliance/check-name; what the receiver does not know, it leaves. */
      check: Type.String({ minLength: 1, maxLength: 64, pattern: '^[a-z_]+$' }),
      result: Type.Enum(checkResults),
      /** At most `factsBytesMax` as JSON, and not deep. */
      facts: Type.Record(Type.String(), Type.Unknown()),
      taken_at: Type.Integer({ minimum: 0, maximum: 253_402_300_799 }),
    }),
    { maxItems: 32 },
  ),
  /** For which software it looked: the server's last `look_for`. */
  looked_for: Type.Array(SoftwareName, { maxItems: 200 }),
})
export type Checks = Static<typeof Checks>

export const Goodbye = Type.Object({ type: Type.Literal('goodbye'), connection: Type.Integer() })

export const AgentMessage = Type.Union([
  Hello,
  Accepted,
  Deferred,
  Progress,
  Result,
  InventoryChanged,
  Checks,
  Heartbeat,
  Goodbye,
])
export type AgentMessage = Static<typeof AgentMessage>

/** What an agent may say about a command. */
export type CommandNews = Static<typeof Accepted> | Static<typeof Deferred> | Static<typeof Progress> | Result

export const parseServerMessage = parserOf<ServerMessage>(ServerMessage)
const parseShape = parserOf<AgentMessage>(AgentMessage)

/** As the schema says, and no result and no facts deeper or larger than can be stored. */
export function parseAgentMessage(input: string | unknown): Parsed<AgentMessage> {
  const parsed = parseShape(input)
  if (!parsed.ok) return parsed
  const { message } = parsed
  if (message.type === 'result' && !isBounded(message.data, dataDepthMax, messageBytesMax)) {
    return { ok: false, problem: 'result/data is too deep or too large' }
  }
  if (
    message.type === 'checks' &&
    !message.checks.every(({ facts }) => isBounded(facts, factsDepthMax, factsBytesMax))
  ) {
    return { ok: false, problem: 'checks/facts are too deep or too large' }
  }
  return parsed
}

const dataDepthMax = 32
const factsDepthMax = 6

function isBounded(data: unknown, depthMax: number, bytesMax: number): boolean {
  return isShallow(data, depthMax) && (JSON.stringify(data)?.length ?? 0) <= bytesMax
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth > 0 && Object.values(value).every((inner) => isShallow(inner, depth - 1))
}
