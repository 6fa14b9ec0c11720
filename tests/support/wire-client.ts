import assert from 'node:assert/strict'

/** One place of an answer of Device Action 3.1 and later. */
export interface WireEntry {
  readonly id: string
  readonly status: -1 | 0 | 1
  readonly command_id: string
}

/** A script that was written for the wire API. */
export interface WireClient {
  readonly clientId: string
  readonly clientSecret: string
  readonly token: string
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>
  get(path: string): Promise<Response>
  /** Device Action 3.3, which must be answered with 200. */
  act(body: object, headers?: Record<string, string>): Promise<WireEntry[]>
}

export const deviceAction = '/o/api/v3.3/devices/action'

/** Registers an application with the operator's token, and gets it a token of its own. */
export async function openWireClient(
  server: { readonly url: string; readonly operatorToken: string },
  application: { name?: string; scopes?: string[]; rate_limit?: number } = {},
): Promise<WireClient> {
  const created = await readJson<{ client_id: string; client_secret: string }>(
    await send(`${server.url}/api/v1/applications`, server.operatorToken, { name: 'wire client', ...application }),
    201,
  )
  const form = { grant_type: 'client_credentials', client_id: created.client_id, client_secret: created.client_secret }
  const { access_token: token } = await readJson<{ access_token: string }>(
    await fetch(`${server.url}/o/oauth/token`, { method: 'POST', body: new URLSearchParams(form) }),
    200,
  )
  const post = (path: string, body: unknown, headers?: Record<string, string>) =>
    send(server.url + path, token, body, headers)
  return {
    clientId: created.client_id,
    clientSecret: created.client_secret,
    token,
    post,
    get: (path) => fetch(server.url + path, { headers: { authorization: `Bearer ${token}` } }),
    act: async (body, headers) => readJson(await post(deviceAction, body, headers), 200),
  }
}

export async function readJson<Body>(answer: Response, status: number): Promise<Body> {
  const text = await answer.text()
  assert.equal(answer.status, status, text.slice(0, 2000))
  return JSON.parse(text) as Body
}

function send(url: string, token: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify(body),
  })
}
