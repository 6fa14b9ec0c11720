import type { AgentPeer } from '../operations/agent-caller.ts'
import type { Keyring } from '../operations/keyring.ts'
import { openSessionToken, type SessionFacts } from '../operations/session-token.ts'
import { Refusal } from '../refusal.ts'
import type { RouteRequest } from '../route.ts'

export interface SessionTools {
  readonly keyring: Keyring
  readonly now: () => Date
}

/** Who asks, by the token that the welcome gave. @throws Refusal: invalid_token */
export async function openSession({ keyring, now }: SessionTools, { headers }: RouteRequest): Promise<SessionFacts> {
  const token = /^Bearer ([^\s]+)$/i.exec(headers.authorization ?? '')?.[1]
  const facts = token === undefined ? undefined : await openSessionToken(keyring, token, now())
  if (facts === undefined) throw new Refusal('invalid_token', 'This session is over or was never; say hello again.')
  return facts
}

export function fromRequest({ caller: { peer, requestId } }: Pick<RouteRequest, 'caller'>): AgentPeer {
  return { peer, requestId }
}
