import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'

export interface ServerAddress {
  /** `https://host:port` */
  readonly server: string
  /** PEM; instead of the system's authorities. */
  readonly ca?: string | undefined
}

export interface HttpCall {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer | string | undefined
  readonly signal?: AbortSignal | undefined
  /** Without a byte for this long, the call has failed. Default 30 s. */
  readonly silenceMilliseconds?: number
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

const answerBytesMax = 16 * 1024 * 1024

/** One call over HTTP or HTTPS. Rejects where no whole answer came; any status is an answer. */
export function callServer({ server, ca }: ServerAddress, call: HttpCall): Promise<HttpAnswer> {
  const url = new URL(call.path, server)
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const request = start(
      url,
      {
        method: call.method,
        headers: {
          ...call.headers,
          ...(call.body !== undefined && { 'content-length': Buffer.byteLength(call.body) }),
        },
        timeout: call.silenceMilliseconds ?? 30_000,
        ...(ca !== undefined && { ca }),
        ...(call.signal && { signal: call.signal }),
      },
      (response) => {
        const parts: Buffer[] = []
        let bytes = 0
        response.on('data', (part: Buffer) => {
          bytes += part.length
          if (bytes > answerBytesMax) response.destroy(new Error('the answer is too large'))
          else parts.push(part)
        })
        response.on('error', reject)
        response.on('aborted', () => reject(new Error('the answer was cut off')))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
        )
      },
    )
    request.on('timeout', () => request.destroy(new Error('the server does not answer')))
    request.on('error', reject)
    request.end(call.body)
  })
}

/** What went wrong, for a person. */
export function problemOf({ status, body }: HttpAnswer): string {
  try {
    const { error } = JSON.parse(body.toString()) as { error: { message: string } }
    return error.message
  } catch {
    return `the server answered ${status}`
  }
}

export async function postJson(address: ServerAddress, path: string, body: object, call: Partial<HttpCall> = {}) {
  return callServer(address, {
    ...call,
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', accept: 'application/json', ...call.headers },
    body: JSON.stringify(body),
  })
}
