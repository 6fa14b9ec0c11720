import { open } from 'node:fs/promises'
import { agentPaths, chunkBytesMax, chunkMediaType } from '@muster/core/agent/protocol.ts'
import { ReportAnswer, type ReportRequest } from '@muster/core/agent/requests.ts'
import { Value } from 'typebox/value'
import { backOff, pause } from '../connection/back-off.ts'
import type { SessionHolder } from '../connection/session-holder.ts'
import { CommandFailure } from '../handlers/handler.ts'
import { callServer, type HttpAnswer, postJson, problemOf, type ServerAddress } from '../http-client.ts'
import type { Log } from '../log.ts'

export interface UploadRequest {
  readonly commandId: string
  readonly path: string
  readonly sizeBytes: number
  readonly sha256: string
  readonly mediaType: string
  readonly signal: AbortSignal
  onProgress(sentBytes: number): void
}

/** Brings a file to the server, however often the connection breaks; resolves when the server has checked all of it. */
export type Uploader = (request: UploadRequest) => Promise<void>

export interface UploadTools {
  readonly address: ServerAddress
  readonly log: Log
  readonly session: SessionHolder
  /** Slower than the line allows: pieces of this size, and how long to wait before each. For the simulator. */
  readonly pace?: { readonly chunkBytes: number; wait(signal: AbortSignal): Promise<void> } | undefined
}

/** Corrupted once may be a bad cable; twice is told. */
const corruptMax = 2

export function createUploader(tools: UploadTools): Uploader {
  return async (request) => {
    const wait = backOff({ firstMilliseconds: 500, longestMilliseconds: 60_000 })
    let corrupt = 0
    for (;;) {
      request.signal.throwIfAborted()
      const outcome = await attempt(tools, request, () => wait.reset()).catch((error: Error) => {
        if (request.signal.aborted || error instanceof CommandFailure) throw error
        return error
      })
      if (outcome === 'complete') return
      if (outcome === 'corrupt') {
        corrupt += 1
        if (corrupt === corruptMax) {
          throw new CommandFailure('upload_corrupt', 'What arrived at the server was twice not what was sent.')
        }
        tools.log.warn('the report arrived corrupted; sending it again', { id: request.commandId })
      } else {
        tools.log.warn('an upload stopped; it will go on', { id: request.commandId, problem: outcome.message })
      }
      await pause(wait.next(), request.signal)
    }
  }
}

async function attempt(tools: UploadTools, request: UploadRequest, moved: () => void): Promise<'complete' | 'corrupt'> {
  const headers = { authorization: `Bearer ${await tools.session.get(request.signal)}` }
  const body: ReportRequest = {
    command_id: request.commandId,
    size_bytes: request.sizeBytes,
    sha256: request.sha256,
    media_type: request.mediaType,
  }
  const announced = await postJson(tools.address, agentPaths.reports, body, { headers, signal: request.signal })
  if (announced.status === 401) tools.session.clear()
  if (announced.status !== 200) throw failureOf(announced)
  const state: unknown = JSON.parse(announced.body.toString())
  if (!Value.Check(ReportAnswer, state)) throw new Error('the server’s answer cannot be read')
  if (state.complete) return 'complete'
  const chunkBytes = tools.pace?.chunkBytes ?? chunkBytesMax
  const file = await open(request.path)
  try {
    for (let offset = state.offset; ; ) {
      await tools.pace?.wait(request.signal)
      request.signal.throwIfAborted()
      const { buffer, bytesRead } = await file.read(Buffer.alloc(chunkBytes), 0, chunkBytes, offset)
      const sent = await callServer(tools.address, {
        method: 'PATCH',
        path: `${agentPaths.reports}/${request.commandId}`,
        headers: {
          ...headers,
          'content-type': chunkMediaType,
          'upload-offset': String(offset),
          'tus-resumable': '1.0.0',
        },
        body: buffer.subarray(0, bytesRead),
        signal: request.signal,
      })
      const stored = Number(sent.headers['upload-offset'])
      if (sent.status === 422) return 'corrupt'
      // 409: the server has more, or less, than we thought; it says how much.
      if (sent.status !== 204 && !(sent.status === 409 && Number.isInteger(stored))) throw failureOf(sent)
      if (sent.status === 409 && stored === offset) throw new Error(problemOf(sent))
      moved()
      offset = stored
      request.onProgress(offset)
      if (sent.headers['upload-complete'] === '?1') return 'complete'
    }
  } finally {
    await file.close()
  }
}

/** What another attempt cannot mend ends the command; the rest is tried again. */
function failureOf(answer: HttpAnswer): Error {
  const problem = problemOf(answer)
  return [400, 404, 409, 413, 415].includes(answer.status)
    ? new CommandFailure('agent_error', problem)
    : new Error(problem)
}
