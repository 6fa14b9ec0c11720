import { isIP } from 'node:net'
import type { Channel } from '@muster/core/audit/audit-event.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Caller, hasScope } from '../caller.ts'
import { plainAddress } from '../peer-address.ts'
import { Refusal } from '../refusal.ts'
import type { Access, Route } from '../route.ts'
import { readCookie, sessionCookieName } from '../session-cookie.ts'
import type { SessionHolder, TokenHolder } from '../token-holder.ts'
import { readToken } from './read-token.ts'
import { refuseForgery } from './refuse-forgery.ts'

export type Authenticate = (token: string) => Promise<TokenHolder | undefined>
export type AuthenticateSession = (token: string) => Promise<SessionHolder | undefined>

/** How a request is known to be somebody's. */
export interface Doors {
  readonly authenticate: Authenticate
  readonly authenticateSession: AuthenticateSession
  /** As browsers reach this server; known once it listens. */
  readonly publicUrl: () => string
}

type SignedInAccess = Exclude<Access, { kind: 'public' }>

/**
 * By the access token; on the native API, where there is none, by the cookie of a console session.
 * @throws Refusal invalid_token, with the challenge of RFC 6750 set on the reply; csrf_refused
 */
export async function requireHolder(
  doors: Doors,
  access: SignedInAccess,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<TokenHolder> {
  const inUrl = access.kind === 'token' && access.api === 'wire'
  const token = readToken(request.headers, request.query as Record<string, unknown>, inUrl)
  const byCookie = token === undefined && request.headers.authorization === undefined && !inUrl
  const holder = byCookie ? await findSession(doors, request) : token && (await doors.authenticate(token))
  if (holder) return holder
  reply.header('www-authenticate', `Bearer realm="muster"${token === undefined ? '' : ', error="invalid_token"'}`)
  throw new Refusal('invalid_token')
}

async function findSession(doors: Doors, request: FastifyRequest): Promise<TokenHolder | undefined> {
  const publicUrl = doors.publicUrl()
  const cookie = readCookie(request.headers.cookie, sessionCookieName(publicUrl))
  const holder = cookie === undefined ? undefined : await doors.authenticateSession(cookie)
  if (holder !== undefined) refuseForgery(request, publicUrl, holder.csrfToken)
  return holder
}

/** @throws Refusal insufficient_scope, fresh_sign_in_needed */
export function requireAccess(access: SignedInAccess, holder: TokenHolder, reply: FastifyReply): void {
  if (access.kind === 'session' && holder.session === undefined) {
    throw new Refusal('insufficient_scope', 'This is for people who are signed in to the console, not for tokens.')
  }
  if (access.kind === 'token') requireScope(access.scope, holder, reply)
  if (access.fresh && holder.session?.isFresh === false) throw new Refusal('fresh_sign_in_needed')
}

function requireScope(scope: string, holder: TokenHolder, reply: FastifyReply): void {
  if (scope === 'any' || hasScope(holder, scope)) return
  if (holder.session) throw new Refusal('insufficient_scope', `Your role does not allow this: it needs "${scope}".`)
  reply.header('www-authenticate', `Bearer realm="muster", error="insufficient_scope", scope="${scope}"`)
  throw new Refusal('insufficient_scope', `The access token lacks the scope ${scope}.`)
}

export function callerOf(route: Route, request: FastifyRequest): Caller {
  const { holder } = request.facts
  const from = { peer: peerOf(request), requestId: request.id }
  if (holder === undefined) return { accountId: 0, channel: 'native_api', scopes: [], ...from }
  const { accountId, application, userName, userId, session, scopes, tokenId } = holder
  const channel = channelOf(route, holder)
  return { accountId, application, userName, userId, session, scopes, tokenId, channel, ...from }
}

function channelOf({ access }: Route, { application, session }: TokenHolder): Channel {
  if (session !== undefined) return 'console'
  if (application === undefined) return 'cli'
  return access.kind === 'token' && access.api === 'wire' ? 'oauth_api' : 'native_api'
}

/** A trusted proxy may forward what it did not check: only an address is taken for one. */
export function peerOf(request: FastifyRequest): string | undefined {
  const address = isIP(request.ip) === 0 ? request.socket.remoteAddress : request.ip
  return plainAddress(address)
}
