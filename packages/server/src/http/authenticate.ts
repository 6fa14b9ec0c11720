import { isIP } from 'node:net'
import type { Channel } from '@muster/core/audit/audit-event.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Caller, hasScope } from '../caller.ts'
import { plainAddress } from '../peer-address.ts'
import { Refusal } from '../refusal.ts'
import type { Access, Route } from '../route.ts'
import type { TokenHolder } from '../token-holder.ts'
import { readToken } from './read-token.ts'

export type Authenticate = (token: string) => Promise<TokenHolder | undefined>

type TokenAccess = Extract<Access, { kind: 'token' }>

/** @throws Refusal invalid_token, with the challenge of RFC 6750 set on the reply */
export async function requireToken(
  authenticate: Authenticate,
  access: TokenAccess,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<TokenHolder> {
  const token = readToken(request.headers, request.query as Record<string, unknown>, access.api === 'wire')
  const holder = token === undefined ? undefined : await authenticate(token)
  if (holder !== undefined) return holder
  reply.header('www-authenticate', `Bearer realm="muster"${token === undefined ? '' : ', error="invalid_token"'}`)
  throw new Refusal('invalid_token')
}

/** @throws Refusal insufficient_scope */
export function requireScope(access: TokenAccess, holder: TokenHolder, reply: FastifyReply): void {
  if (access.scope === 'any' || hasScope({ ...holder, channel: 'oauth_api', requestId: '' }, access.scope)) return
  reply.header('www-authenticate', `Bearer realm="muster", error="insufficient_scope", scope="${access.scope}"`)
  throw new Refusal('insufficient_scope', `The access token lacks the scope ${access.scope}.`)
}

export function callerOf(route: Route, request: FastifyRequest): Caller {
  const { holder } = request.facts
  const from = { peer: peerOf(request), requestId: request.id }
  if (holder === undefined) return { accountId: 0, channel: 'native_api', scopes: [], ...from }
  const { accountId, application, userName, scopes, tokenId } = holder
  return { accountId, application, userName, scopes, tokenId, channel: channelOf(route, holder), ...from }
}

function channelOf({ access }: Route, { application }: TokenHolder): Channel {
  if (application === undefined) return 'cli'
  return access.kind === 'token' && access.api === 'wire' ? 'oauth_api' : 'native_api'
}

/** A trusted proxy may forward what it did not check: only an address is taken for one. */
export function peerOf(request: FastifyRequest): string | undefined {
  const address = isIP(request.ip) === 0 ? request.socket.remoteAddress : request.ip
  return plainAddress(address)
}
