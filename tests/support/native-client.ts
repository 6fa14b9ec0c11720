import { nativeRoutes } from '@muster/server/native-api/routes.ts'
import type { WebhookSettings } from '@muster/server/services.ts'
import { startTestHttpServer, type TestHttpServer } from './http-server.ts'

export interface NativeAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Undefined where the answer is not JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever comes
  readonly body: any
}

export type NativeCall = (
  method: string,
  path: string,
  body?: object | string,
  headers?: Record<string, string>,
) => Promise<NativeAnswer>

export interface NativeServer extends TestHttpServer {
  /** With all scopes. */
  readonly call: NativeCall
  /** With a token of its own that carries these scopes. */
  as(...scopes: string[]): Promise<NativeCall>
}

/** The native API on a database of its own; paths are below /api/v1. */
export async function startNativeServer(options?: {
  now?: () => Date
  publicUrl?: () => string
  webhooks?: WebhookSettings
}): Promise<NativeServer> {
  const server = await startTestHttpServer(nativeRoutes, options)
  const as = async (...scopes: string[]) =>
    createCall(server.base, await server.getToken(await server.addClient({ scopes })))
  return { ...server, as, call: await as('read', 'actions', 'admin') }
}

export function createCall(base: string, token: string | undefined): NativeCall {
  return async (method, path, body, headers = {}) => {
    const answer = await fetch(`${base}/api/v1${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(typeof body === 'object' && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.includes('json') && !text.includes('}\n{')
    return { status: answer.status, headers: answer.headers, text, body: isJson && text ? JSON.parse(text) : undefined }
  }
}

/** Every item of a list, a page at a time. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever comes
export async function listAll(call: NativeCall, path: string, limit: number): Promise<any[]> {
  const items: unknown[] = []
  let cursor: string | null = null
  do {
    const separator = path.includes('?') ? '&' : '?'
    const page = await call('GET', `${path}${separator}limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`)
    if (page.status !== 200) throw new Error(page.text)
    if (page.body.items.length > limit) throw new Error('a page is longer than its limit')
    items.push(...page.body.items)
    cursor = page.body.next_cursor
  } while (cursor !== null)
  return items
}
