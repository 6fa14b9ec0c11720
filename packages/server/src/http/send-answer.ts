import type { FastifyReply } from 'fastify'
import type { RouteAnswer } from '../route.ts'

const json = 'application/json; charset=utf-8'

export function sendAnswer(reply: FastifyReply, { status, headers, contentType, body }: RouteAnswer): FastifyReply {
  reply.code(status)
  if (headers !== undefined) reply.headers(headers)
  if (body === null) return reply.send()
  reply.type(contentType ?? json)
  return reply.send(isRendered(body) ? body : JSON.stringify(body))
}

export function sendJson(reply: FastifyReply, status: number, body: object): FastifyReply {
  return reply.code(status).type(json).send(JSON.stringify(body))
}

function isRendered(body: NonNullable<RouteAnswer['body']>): boolean {
  return typeof body === 'string' || Buffer.isBuffer(body) || 'pipe' in body
}
