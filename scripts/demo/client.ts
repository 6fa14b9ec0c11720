/** Talks to the server as any client would, and shows each request as a `curl` line with its answer. */
export class ShowingClient {
  readonly #base: string

  constructor(base: string) {
    this.#base = base
  }

  /** @throws with the answer where it is not a success */
  async send(request: {
    readonly title: string
    readonly method?: 'GET' | 'POST' | 'PUT'
    readonly path: string
    readonly token?: string
    readonly json?: unknown
    readonly form?: Record<string, string>
    /** The answer's text, shortened for the eye. */
    readonly show?: (answer: unknown) => string
  }): Promise<unknown> {
    const { bytes, type } = await this.fetch(request)
    const answer: unknown = JSON.parse(bytes.toString())
    if (!type.includes('json')) throw new Error(`expected JSON, got ${type}`)
    print(`   ${(request.show ?? JSON.stringify)(answer).replaceAll('\n', '\n   ')}\n`)
    return answer
  }

  async fetch(request: Parameters<ShowingClient['send']>[0]): Promise<{ bytes: Buffer; type: string }> {
    const { title, method = 'POST', path, token, json, form } = request
    const body = json === undefined ? form && new URLSearchParams(form).toString() : JSON.stringify(json)
    const headers = {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    }
    print(`## ${title}`)
    print(curlLine(method, this.#base + path, headers, body))
    const answer = await fetch(this.#base + path, { method, headers, ...(body !== undefined && { body }) })
    const bytes = Buffer.from(await answer.arrayBuffer())
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${bytes.toString()}`)
    return { bytes, type: answer.headers.get('content-type') ?? '' }
  }
}

/** Ready to be pasted into a shell, but for a long body: that is cut. */
function curlLine(method: string, url: string, headers: Record<string, string>, body: string | undefined): string {
  const words = ['curl', '-s', ...(method === 'GET' ? [] : ['-X', method]), quote(url)]
  for (const [name, value] of Object.entries(headers)) words.push('-H', quote(`${name}: ${value}`))
  if (body !== undefined) words.push('-d', quote(body.length > 300 ? `${body.slice(0, 300)}…` : body))
  return `$ ${words.join(' ')}`
}

function quote(text: string): string {
  return /^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
