import type { Caller } from '../caller.ts'

/** Where an agent's request came from, before anything is known of the agent. */
export interface AgentPeer {
  readonly peer: string | undefined
  readonly requestId: string
}

/** An agent, or whoever claims to be one: it has no scopes, it may only speak for its own device. */
export function agentCaller(accountId: number, { peer, requestId }: AgentPeer): Caller {
  return { accountId, channel: 'agent', scopes: [], peer, requestId }
}
