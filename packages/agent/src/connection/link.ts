import type { AgentMessage, ServerMessage } from '@muster/core/agent/messages.ts'
import type { ServerAddress } from '../http-client.ts'

/** One conversation with the server, over a socket or by polling; the words are the same. */
export interface Link {
  readonly transport: 'socket' | 'poll'
  send(message: AgentMessage): void
  /** Says no more; resolves when what was said has gone out. */
  close(): Promise<void>
}

export interface LinkEvents {
  message(message: ServerMessage): void
  /** A later server said something that this agent does not know; it goes on without. */
  unknown(type: string): void
  /** Once, at the end; the problem is for a person, `proxy` says that something between us may not pass sockets. */
  closed(end: { problem: string; proxy: boolean }): void
}

export type OpenLink = (address: ServerAddress, events: LinkEvents) => Link
