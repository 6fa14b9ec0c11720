import type { Channel } from '@muster/core/audit/audit-event.ts'

/** Who asks, and through what: the first argument of every operation. */
export interface Caller {
  readonly accountId: number
  readonly channel: Channel
  readonly scopes: readonly string[]
  /** The application whose token it is; undefined for a person at the console. With `userId`: it acts for that user. */
  readonly application?: { readonly id: string; readonly name: string } | undefined
  /** A person's or operator's name; undefined for an application that acts for itself. */
  readonly userName?: string | undefined
  /** Of a person who is known by name; the operator's token has none. */
  readonly userId?: string | undefined
  /** Only where a person is signed in to the console. */
  readonly session?: ConsoleSession | undefined
  readonly tokenId?: string | undefined
  /** Address of the peer; a forwarded one only where the proxy is trusted by configuration. */
  readonly peer?: string | undefined
  readonly requestId: string
}

export interface ConsoleSession {
  readonly id: string
  /** The user has proved within the last minutes who he is; see operations/sign-in/freshness. */
  readonly isFresh: boolean
}

/**
 * `actions` covers every action type; `operate` groups, enrolment, imports, duplicates and the audit log; `admin` covers
 * `operate` and all that is not an action or a look.
 */
export function hasScope(caller: Pick<Caller, 'scopes'>, needed: string): boolean {
  const { scopes } = caller
  return (
    scopes.includes(needed) ||
    (needed.startsWith('actions:') && scopes.includes('actions')) ||
    (needed === 'operate' && scopes.includes('admin'))
  )
}

/** What the server itself does, on nobody's request: jobs, first start. */
export function systemCaller(accountId: number, channel: 'scheduler' | 'system', requestId: string): Caller {
  return { accountId, channel, scopes: [], requestId }
}
