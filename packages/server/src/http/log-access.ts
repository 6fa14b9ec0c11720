import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Services } from '../services.ts'
import { peerOf } from './authenticate.ts'
import { redactUrl } from './redact-url.ts'

/** What one answered request was: for metrics, and to know what applications are used. `path` is the route's pattern, or empty where there is none. */
export interface AnswerFacts {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly seconds: number
  /** Whose token it came with, and from where. */
  readonly use?: { readonly accountId: number; readonly applicationId: string; readonly peer: string | undefined }
}

/** One line a request, when its answer is out or its client gone. */
export function logAccess(
  log: Services['log'],
  onAnswer: ((facts: AnswerFacts) => void) | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  reply.raw.once('close', () => {
    const { holder, startedAtMillis } = request.facts
    const millis = performance.now() - startedAtMillis
    const status = reply.raw.statusCode
    onAnswer?.({
      method: request.method,
      path: request.routeOptions.config.route?.path ?? '',
      status,
      seconds: millis / 1000,
      ...(holder?.application && {
        use: { accountId: holder.accountId, applicationId: holder.application.id, peer: peerOf(request) },
      }),
    })
    log.info(
      {
        request_id: request.id,
        method: request.method,
        url: redactUrl(request.url),
        status,
        millis: Math.round(millis * 10) / 10,
        peer: peerOf(request),
        account: holder?.accountId,
        application: holder?.application?.id,
        user: holder?.userName,
        session: holder?.session?.id,
        ...(!reply.raw.writableFinished && { aborted: true }),
      },
      'request',
    )
  })
}
