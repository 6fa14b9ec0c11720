import type { ErrorCode } from '@muster/core/error-code.ts'
import type { TSchema } from 'typebox'
import type { Caller } from '../caller.ts'
import { type Answer, mutate, type UnitOfWork } from '../operations/mutate.ts'
import { openSecret, sealSecret } from '../operations/seal-secret.ts'
import type { Route, RouteAnswer, RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'

/** A route of ours, with what the OpenAPI document says of it beyond what is checked. */
export interface NativeRoute extends Route {
  readonly operationId: string
  readonly summary: string
  readonly tag: Tag
  readonly description?: string
  /** A look that needs a body. */
  readonly touchesNothing?: boolean
  /** Changes something, but takes no Idempotency-Key: what it answers is kept nowhere. */
  readonly takesNoKey?: boolean
  /** Of the first success; default 200. */
  readonly status?: number
  /** Where the handler reads the query itself, and so `query` is not set. */
  readonly querySchema?: TSchema
  /** Where the handler reads the body itself. */
  readonly bodySchema?: Readonly<Record<string, TSchema>>
  /** Media type of an answer that is not JSON. */
  readonly answers?: string
  readonly example?: { readonly body?: unknown; readonly response?: unknown }
  /** Beyond those that every route may answer with. */
  readonly errors?: readonly ErrorCode[]
}

export const tags = {
  actions: 'One request to do one thing to many devices.',
  devices: 'The fleet: filter, import, export.',
  findings: 'What scans found, across devices.',
  patches: 'Updates of operating systems that devices lack.',
  groups: 'Every device is in exactly one.',
  compliance: 'Which checks count: agents look, policies judge.',
  identity: 'What the users of devices are asked.',
  enrolment: 'Tokens that let agents in.',
  releases: 'Versions of the agent that devices update themselves to.',
  applications: 'OAuth clients of the wire API and of this one.',
  'sign-in': 'Console sessions: a cookie, and a header X-CSRF-Token on what changes something.',
  profile: 'What a person who is signed in may change of his own.',
  users: 'People who sign in to the console.',
  webhooks: 'Who is told, over HTTP, what happens.',
  audit: 'The chained record of who did what.',
  server: 'This account and this API.',
} as const
export type Tag = keyof typeof tags

export const prefix = '/api/v1'

interface Freshness {
  /** Through a console session only shortly after signing in. */
  readonly fresh?: boolean
}

/** Signed-in callers with this scope; 'any' where the operation itself checks. */
export function needs(scope: 'read' | 'operate' | 'admin' | 'any', freshness: Freshness = {}): Route['access'] {
  return { kind: 'token', scope, ...freshness }
}

/** Whoever is signed in to the console. */
export function needsSession(freshness: Freshness = {}): Route['access'] {
  return { kind: 'session', ...freshness }
}

export function json(body: object, status = 200): RouteAnswer {
  return { status, body }
}

interface ChangeOptions {
  readonly status?: number
  /** The field of the answer that is shown this once. */
  readonly secret?: string
}

/** Carries out what changes something, once for its Idempotency-Key, and renders its answer inside the transaction. */
export async function change(
  services: Services,
  { caller, idempotent }: RouteRequest,
  work: (unit: UnitOfWork, caller: Caller) => Promise<object>,
  { status = 200, secret }: ChangeOptions = {},
): Promise<Answer> {
  const answer = await mutate(services, caller, idempotent, async (unit) => {
    const result = { ...(await work(unit, caller)) } as Record<string, unknown>
    if (secret !== undefined) {
      result[secret] = await sealSecret(unit.tx, caller.accountId, JSON.stringify(result[secret]))
    }
    return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(result) }
  })
  if (secret === undefined) return answer
  const kept = JSON.parse(answer.body.toString()) as Record<string, unknown>
  kept[secret] = JSON.parse(await openSecret(services.pool, caller.accountId, kept[secret] as string))
  return { ...answer, body: JSON.stringify(kept) }
}
