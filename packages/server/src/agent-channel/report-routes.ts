import { agentPaths, chunkBytesMax, chunkMediaType } from '@muster/core/agent/protocol.ts'
import { ReportRequest } from '@muster/core/agent/requests.ts'
import { type ErrorCode, errorCodes } from '@muster/core/error-code.ts'
import { Type } from 'typebox'
import { beginUpload, findUpload, receiveChunk, type UploadState } from '../operations/receive-report.ts'
import type { ReportTools } from '../operations/report-tools.ts'
import type { Turns } from '../operations/turns.ts'
import { invalidField, Refusal } from '../refusal.ts'
import type { Route, RouteAnswer, RouteRequest } from '../route.ts'
import { openSession, type SessionTools } from './open-session.ts'

const params = Type.Object({ command: Type.String({ maxLength: 128, pattern: '^[A-Za-z0-9_-]+$' }) })

/**
 * Uploads in the manner of tus 1.0: announce (POST), ask how much is there (HEAD), send the next piece (PATCH). Small
 * pieces pass proxies; a piece is stored before it is answered, so that either side may die between two. All that come
 * at once have their `turns`, or the database would have no connection left for anything else.
 */
export function reportRoutes(tools: ReportTools & SessionTools & { readonly turns: Turns }): Route[] {
  const common = { access: { kind: 'public' }, tag: 'agents' } as const
  return [
    {
      ...common,
      method: 'POST',
      path: agentPaths.reports,
      summary: 'Announces a report, or finds the one under way',
      body: ReportRequest,
      async handle(request) {
        const body = request.body as ReportRequest
        const session = await openSession(tools, request)
        const state = await tools.turns.run(() => beginUpload(tools, session, body))
        const path = `${agentPaths.reports}/${body.command_id}`
        return {
          status: 200,
          headers: toHeaders(state),
          body: { path, offset: state.offset, complete: state.complete },
        }
      },
    },
    {
      ...common,
      method: 'HEAD',
      path: `${agentPaths.reports}/:command`,
      summary: 'How much of a report is stored',
      params,
      async handle(request) {
        const session = await openSession(tools, request)
        const state = await tools.turns.run(() => findUpload(tools, session, request.params.command!))
        return { status: 200, headers: toHeaders(state), body: null }
      },
    },
    {
      ...common,
      method: 'PATCH',
      path: `${agentPaths.reports}/:command`,
      summary: 'Stores the next piece of a report',
      params,
      rawBody: 'bytes',
      bodyBytesMax: chunkBytesMax,
      async handle(request) {
        const session = await openSession(tools, request)
        const chunk = { commandId: request.params.command!, offset: readOffset(request), bytes: readBytes(request) }
        const outcome = await tools.turns.run(() => receiveChunk(tools, session, chunk))
        switch (outcome.kind) {
          case 'stored':
            return { status: 204, headers: toHeaders(outcome), body: null }
          case 'wrong_offset':
            return refusal(request, 'conflict', 409, {
              message: `The next piece begins at byte ${outcome.offset}.`,
              headers: toHeaders(outcome),
            })
          case 'corrupt':
            return refusal(request, 'invalid_request', 422, {
              message: 'What arrived does not have the SHA-256 that was announced; announce it and send it again.',
              headers: { 'upload-offset': '0', 'cache-control': 'no-store' },
            })
        }
      },
    },
  ]
}

function toHeaders({ offset, sizeBytes, complete }: UploadState): Record<string, string> {
  return {
    'upload-offset': String(offset),
    'upload-length': String(sizeBytes),
    'upload-complete': complete ? '?1' : '?0',
    'tus-resumable': '1.0.0',
    'cache-control': 'no-store',
  }
}

function readOffset({ headers }: RouteRequest): number {
  const text = headers['upload-offset']
  if (typeof text !== 'string' || !/^\d{1,15}$/.test(text)) throw invalidField('Upload-Offset', 'is a number of bytes')
  return Number(text)
}

function readBytes({ headers, body }: RouteRequest): Buffer {
  if (headers['content-type']?.split(';', 1)[0]?.trim() !== chunkMediaType) {
    throw new Refusal('unsupported_media_type', `A piece of a report has the media type ${chunkMediaType}.`)
  }
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0)
}

/** With the status and headers of this protocol, which errors elsewhere do not have. */
function refusal(
  { caller }: RouteRequest,
  code: ErrorCode,
  status: number,
  { message, headers }: { message: string; headers: Record<string, string> },
): RouteAnswer {
  const error = { code, message: message || errorCodes[code][1], errors: [], request_id: caller.requestId }
  return { status, headers, body: { error } }
}
