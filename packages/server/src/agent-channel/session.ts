import type { ServerMessage } from '@muster/core/agent/messages.ts'
import type { CloseReason } from '@muster/core/agent/protocol.ts'
import type { AgentPeer } from '../operations/agent-caller.ts'

/** One connection of one proven device, over whichever transport. */
export interface AgentSession {
  readonly accountId: number
  readonly deviceKey: string
  readonly deviceId: string
  readonly generation: number
  readonly connection: number
  readonly from: AgentPeer
  /** As its hello says: it may be told what an older agent does not know. */
  readonly ignoresUnknown: boolean
  readonly transport: AgentTransport
  /** When the agent was last heard, and when its session token was made; in milliseconds. */
  heardAt: number
  tokenMadeAt: number
}

export interface AgentTransport {
  /** JSON text of one message. */
  send(text: string): void
  close(reason: CloseReason, message: string): void
}

export function tell(session: AgentSession, message: ServerMessage): void {
  session.transport.send(JSON.stringify(message))
}
