import type { Farewell, Hello, RefusalCode } from '@muster/core/agent/messages.ts'
import type { ConnectingRow } from '../db/agents/find-enrolled.ts'
import type { Int8 } from '../db/pool.ts'
import type { AgentPeer } from './agent-caller.ts'

/** Somebody who says to be a device; the nonce has been checked to be ours and fresh. */
export interface Candidate {
  readonly hello: Hello
  readonly from: AgentPeer
}

export type Admission = { readonly kind: 'admitted'; readonly deviceKey: Int8; readonly connection: number } | Turned

/** Not let in: refused for now, or told under the account's key how its enrolment ended. */
export type Turned =
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly message: string }
  | { readonly kind: 'dismissed'; readonly message: Farewell }

/** A candidate that proved to hold the key of what it says to be; `index` is its place among the candidates. */
export interface Proven extends Candidate {
  readonly index: number
  readonly device: ConnectingRow
}
