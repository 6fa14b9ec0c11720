import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** A client may bring its own id where it is short and plain: it ends up in logs and in the audit log. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const sent = headers['x-request-id']
  return typeof sent === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(sent) ? sent : randomUUID()
}
