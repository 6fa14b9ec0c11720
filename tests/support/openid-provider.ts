import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

export interface Person {
  readonly email: string
  readonly email_verified?: boolean
  readonly name?: string
  readonly groups?: readonly string[]
}

export interface TestOpenIdProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** By the name that they sign in with there, which is their subject. */
  readonly people: Map<string, Person>
  /** Once the address of the server is known. */
  serve(redirectUri: string): void
  close(): Promise<void>
}

/** A real OpenID provider (a certified one) on a free port; its own pages are filled in by `signInThere`. */
export async function startOpenIdProvider(): Promise<TestOpenIdProvider> {
  let listener: RequestListener | undefined
  const server = createServer((request, response) => listener!(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const people = new Map<string, Person>()
  const client = { client_id: 'muster', client_secret: 'a secret of the provider and the server' }
  return {
    issuer,
    clientId: client.client_id,
    clientSecret: client.client_secret,
    people,
    serve: (redirectUri) => {
      const provider = new Provider(issuer, {
        clients: [{ ...client, redirect_uris: [redirectUri] }],
        cookies: { keys: ['a key of the test'] },
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
        findAccount: (_context, id) => ({ accountId: id, claims: async () => ({ sub: id, ...people.get(id) }) }),
        pkce: { required: () => true },
      })
      listener = provider.callback()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A browser at the provider, with its cookies there: signs in on its pages, agrees, and returns where it is sent then. */
export class ProviderVisit {
  readonly #cookies = new Map<string, string>()

  async signIn(address: string, login: string): Promise<URL> {
    const origin = new URL(address).origin
    let next = new URL(address)
    for (let steps = 0; steps < 20 && next.origin === origin; steps += 1) {
      const answer = await this.#send(next)
      const location = answer.headers.get('location')
      next = location ? new URL(location, next) : await this.#submit(next, await answer.text(), login)
    }
    return next
  }

  async #submit(page: URL, html: string, login: string): Promise<URL> {
    const action = /<form[^>]* action="([^"]+)"/.exec(html)?.[1]
    const prompt = /name="prompt" value="(\w+)"/.exec(html)?.[1]
    if (!action || !prompt) throw new Error(`the provider shows no form: ${html.slice(0, 500)}`)
    const body = new URLSearchParams({ prompt, ...(prompt === 'login' && { login, password: 'any' }) })
    const answer = await this.#send(new URL(action, page), body)
    return new URL(answer.headers.get('location')!, page)
  }

  async #send(address: URL, body?: URLSearchParams): Promise<Response> {
    const cookie = Array.from(this.#cookies, ([name, value]) => `${name}=${value}`).join('; ')
    const method = body ? 'POST' : 'GET'
    const answer = await fetch(address, { method, headers: { cookie }, redirect: 'manual', ...(body && { body }) })
    for (const text of answer.headers.getSetCookie()) {
      const [pair = ''] = text.split(';', 1)
      const at = pair.indexOf('=')
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return answer
  }
}
