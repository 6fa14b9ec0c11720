import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'

const drainedBytesMax = 64 * 1024 * 1024
const drainMilliseconds = 10_000

/**
 * Before the body is read: lets a client send it that asked (`Expect: 100-continue`).
 * @throws Refusal too_large where its length is told, and too much
 */
export function letBodyCome(request: FastifyRequest, reply: FastifyReply): void {
  if (Number(request.headers['content-length']) > request.routeOptions.bodyLimit) throw new Refusal('too_large')
  if (waitsToSend(request.raw)) {
    reply.raw.writeContinue()
    request.facts.mayContinue = true
  }
}

/**
 * Takes in and forgets what a client still sends of a body that nobody reads, within bounds: most read no answer before
 * they have written all, and see a broken connection where the server closes earlier.
 */
export function drainBody({ raw, facts }: FastifyRequest): Promise<void> {
  if (raw.complete || raw.destroyed || (waitsToSend(raw) && !facts.mayContinue)) return Promise.resolve()
  return new Promise((resolve) => {
    let left = drainedBytesMax
    const take = (chunk: Buffer) => {
      left -= chunk.length
      if (left < 0) end()
    }
    const end = () => {
      clearTimeout(timer)
      raw.off('data', take).pause()
      resolve()
    }
    const timer = setTimeout(end, drainMilliseconds)
    raw.on('end', end).on('close', end).on('error', end).on('data', take)
  })
}

function waitsToSend({ headers }: IncomingMessage): boolean {
  return headers.expect?.toLowerCase() === '100-continue'
}
