import type { IncomingMessage } from 'node:http'
import proxyAddress from '@fastify/proxy-addr'
import { plainAddress } from '../peer-address.ts'

/**
 * The peer's address, of a request that the framework does not see (a WebSocket's upgrade), by the framework's own rule:
 * a forwarded one is believed from the trusted proxies only.
 */
export function createPeerOf(trustedProxies: readonly string[]): (request: IncomingMessage) => string | undefined {
  const isTrusted = proxyAddress.compile([...trustedProxies])
  return (request) => {
    if (request.socket.remoteAddress === undefined) return undefined
    return plainAddress(proxyAddress(request, isTrusted))
  }
}
