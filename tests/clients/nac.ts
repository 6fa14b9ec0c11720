/** What a network access control system needs to be let into the vendor's API. */
export interface NacAccess {
  readonly base: string
  readonly clientId: string
  readonly clientSecret: string
  readonly refreshToken: string
}

export interface NacVerdict {
  readonly verdict: 'admit' | 'isolate' | 'unknown device'
  readonly why: string
}

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/

/** Looks a machine up by its MAC address when it comes into the network. */
export class Nac {
  readonly #access: NacAccess
  #refreshToken: string
  #token = ''
  /** How often it had to ask for a token. */
  renewals = 0

  constructor(access: NacAccess) {
    this.#access = access
    this.#refreshToken = access.refreshToken
  }

  async check(mac: string, seenWithinSeconds: number, now: Date): Promise<NacVerdict> {
    const answer = await this.#get(`/o/api/v2.1/devices/${encodeURIComponent(mac)}`, { opt: '1' })
    // Also of a 404 the body is parsed, and must be an object.
    const body: unknown = JSON.parse(await answer.text())
    if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Error('the answer is no object')
    if (answer.status === 404) return { verdict: 'unknown device', why: 'no agent reports this address' }
    if (answer.status !== 200) throw new Error(`unexpected answer ${answer.status}`)
    const { last_seen, total_critical_issue, status } = body as Record<string, unknown>
    if (typeof total_critical_issue !== 'number') throw new Error('total_critical_issue is no number')
    if (typeof last_seen !== 'string' || !rfc3339.test(last_seen)) throw new Error(`last_seen is ${last_seen}`)
    const age = (now.getTime() - Date.parse(last_seen)) / 1000
    if (age > seenWithinSeconds) return { verdict: 'isolate', why: `last seen ${last_seen}` }
    if (status !== 0) return { verdict: 'isolate', why: `${total_critical_issue} critical issues` }
    return { verdict: 'admit', why: `${total_critical_issue} critical issues` }
  }

  /** A token that has run out is renewed once; a second 401 is final. */
  async #get(path: string, query: Record<string, string>): Promise<Response> {
    if (this.#token === '') await this.#renew()
    const first = await this.#send(path, query)
    if (first.status !== 401) return first
    await this.#renew()
    return this.#send(path, query)
  }

  #send(path: string, query: Record<string, string>): Promise<Response> {
    return fetch(`${this.#access.base}${path}?${new URLSearchParams({ ...query, access_token: this.#token })}`)
  }

  /** By GET, as it was documented then. */
  async #renew(): Promise<void> {
    this.renewals += 1
    const { base, clientId, clientSecret } = this.#access
    const query = new URLSearchParams({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'refresh_token',
      refresh_token: this.#refreshToken,
    })
    const answer = await fetch(`${base}/o/oauth/token?${query}`)
    const body = (await answer.json()) as { access_token?: string; refresh_token?: string }
    if (answer.status !== 200 || body.access_token === undefined) throw new Error(`no token: ${answer.status}`)
    this.#token = body.access_token
    if (body.refresh_token !== undefined) this.#refreshToken = body.refresh_token
  }
}
