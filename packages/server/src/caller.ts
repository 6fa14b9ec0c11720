import type { Channel } from '@muster/core/audit/audit-event.ts'

/** Who asks, and through what: the first argument of every operation. */
export interface Caller {
  readonly accountId: number
  readonly channel: Channel
  readonly scopes: readonly string[]
  /** The application whose token it is; undefined for a person. */
  readonly application?: { readonly id: string; readonly name: string } | undefined
  /** A person's or operator's name; undefined for an application. */
  readonly userName?: string | undefined
  readonly tokenId?: string | undefined
  /** Address of the peer; a forwarded one only where the proxy is trusted by configuration. */
  readonly peer?: string | undefined
  readonly requestId: string
}

/** `actions` covers every action type; `admin` covers all that is not an action or a look. */
export function hasScope(caller: Caller, needed: string): boolean {
  return caller.scopes.includes(needed) || (needed.startsWith('actions:') && caller.scopes.includes('actions'))
}

/** What the server itself does, on nobody's request: jobs, first start. */
export function systemCaller(accountId: number, channel: 'scheduler' | 'system', requestId: string): Caller {
  return { accountId, channel, scopes: [], requestId }
}
