import { makeSetUpToken } from '@muster/server/operations/sign-in/set-up-administrator.ts'
import type { Services } from '@muster/server/services.ts'
import type { NativeAnswer } from './native-client.ts'

/** A browser with the console open: it keeps the cookie and sends what the console's pages send. */
export class ConsoleClient {
  readonly base: string
  readonly origin: string
  cookie: string | undefined
  csrfToken: string | undefined
  /** The last Set-Cookie. */
  setCookie: string | undefined

  /** `origin`: where the browser got its page from, where that is not where requests go. */
  constructor(base: string, origin = base) {
    this.base = base
    this.origin = origin
  }

  /** Paths are below /api/v1. A header that is given as undefined is left out. */
  async call(
    method: string,
    path: string,
    body?: object | string,
    headers: Record<string, string | undefined> = {},
  ): Promise<NativeAnswer> {
    const wanted: Record<string, string | undefined> = {
      cookie: this.cookie,
      'x-csrf-token': method === 'GET' ? undefined : this.csrfToken,
      origin: method === 'GET' ? undefined : this.origin,
      'sec-fetch-site': 'same-origin',
      'user-agent': 'Test browser',
      'content-type': typeof body === 'object' ? 'application/json' : undefined,
      ...headers,
    }
    const answer = await fetch(`${this.base}/api/v1${path}`, {
      method,
      headers: Object.entries(wanted).filter((pair): pair is [string, string] => pair[1] !== undefined),
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.includes('json') && text !== '' && !text.includes('}\n{')
    const parsed = isJson ? JSON.parse(text) : undefined
    this.#keep(answer.headers.getSetCookie(), parsed)
    return { status: answer.status, headers: answer.headers, text, body: parsed }
  }

  /** Expects a sign-in without a second factor to end well. */
  async signIn(email: string, password = testPassword): Promise<this> {
    const { status, text, body } = await this.call('POST', '/session', { email, password })
    if (status !== 200 || body.state !== 'signed_in') throw new Error(`could not sign in as ${email}: ${text}`)
    return this
  }

  #keep(setCookies: readonly string[], body: { session?: { csrf_token: string } } | undefined): void {
    for (const text of setCookies) {
      this.setCookie = text
      const [pair = ''] = text.split(';', 1)
      this.cookie = pair.endsWith('=') ? undefined : pair
    }
    if (body?.session?.csrf_token) this.csrfToken = body.session.csrf_token
  }
}

export const testPassword = 'correct horse battery staple'

/** The first administrator, made by the link, in a browser that is signed in. */
export async function setUpConsole(
  { base, services }: { readonly base: string; readonly services: Services },
  email = 'ada@example.com',
): Promise<ConsoleClient> {
  const isHttps = services.publicUrl().startsWith('https:')
  const client = new ConsoleClient(base, isHttps ? services.publicUrl() : base)
  const token = await makeSetUpToken(services)
  const { status, text } = await client.call('POST', '/setup', { token, name: 'Ada', email, password: testPassword })
  if (status !== 201) throw new Error(`could not set up: ${text}`)
  return client
}
