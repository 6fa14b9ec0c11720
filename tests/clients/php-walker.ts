/** What the library throws where the API answers anything but 2xx. */
export class PhpApiError extends Error {
  readonly status: number

  constructor(message: string, status: number) {
    super(message)
    this.status = status
  }
}

type Parameters = Readonly<Record<string, unknown>>

/** A library in PHP for the vendor's API, as far as its requests go. */
export class PhpLibrary {
  readonly #base: string
  readonly #token: string

  constructor(base: string, token: string) {
    this.#base = base
    this.#token = token
  }

  /** Page after page until there is none. */
  async walk(method: 'get' | 'post', path: string, parameters: Parameters): Promise<unknown[]> {
    const items: unknown[] = []
    for (let page = 1; ; page += 1) {
      try {
        const answer = await this.request(method, path, { ...parameters, page })
        if (!Array.isArray(answer)) throw new Error('the list is no array')
        if (answer.length === 0) return items
        items.push(...answer)
      } catch (error) {
        if (error instanceof PhpApiError && error.status === 413) return items
        throw error
      }
    }
  }

  /** The token is in the URL and in the header, and the content type is named with a GET as well. */
  // biome-ignore lint/suspicious/noExplicitAny: PHP looks into whatever comes
  async request(method: 'get' | 'post', path: string, parameters: Parameters = {}): Promise<any> {
    const encoded = encode(parameters) as Parameters
    let url = `${this.#base}/o/api/${path}?access_token=${this.#token}`
    if (method === 'get')
      for (const [key, value] of Object.entries(encoded)) url += `&${key}=${encodeURIComponent(String(value))}`
    const answer = await fetch(url, {
      method: method.toUpperCase(),
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${this.#token}`,
        'user-agent': 'PhpClient/1.0',
        'x-client-user-agent': '{"lang":"php"}',
      },
      // What PHP makes of an array without entries.
      ...(method === 'post' && { body: Object.keys(encoded).length === 0 ? '[]' : JSON.stringify(encoded) }),
    })
    const body: unknown = JSON.parse(await answer.text())
    if (answer.ok) return body
    const { error } = body as { error?: string | { message: string } }
    if (error === undefined) throw new Error(`an error of another shape: ${answer.status}`)
    throw new PhpApiError(typeof error === 'string' ? error : error.message, answer.status)
  }
}

/** Booleans become words, at any depth. */
function encode(value: unknown): unknown {
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return value.map(encode)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encode(item)]))
}
