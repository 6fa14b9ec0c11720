import { lookup } from 'node:dns/promises'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import type { WebhookSettings } from '../../services.ts'
import { hostOf } from './check-url.ts'
import { isPrivateAddress } from './private-addresses.ts'

export type Resolve = (host: string) => Promise<readonly string[]>

export interface Post {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** `problem` is for people; undefined: it was accepted. */
export interface PostOutcome {
  readonly status: number | null
  readonly problem: string | undefined
}

/** From looking up the name to the end of the answer's headers. */
const timeoutMilliseconds = 10_000

/**
 * Posts once, to an address that was checked: what a name stands for is looked up once, and connected to as it is, so
 * that it cannot become another one in between. Redirects are not followed; of the answer only its status is read. A
 * connection serves one request. Never throws.
 */
export async function post(
  { url: text, headers, body }: Post,
  { settings, resolve, signal }: { settings: WebhookSettings; resolve: Resolve; signal: AbortSignal },
): Promise<PostOutcome> {
  try {
    const url = new URL(text)
    if (url.protocol !== 'https:' && !settings.plainHttp) return failed('not sent: only https is allowed')
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMilliseconds)])
    const addresses = await Promise.race([addressesOf(hostOf(url), resolve), rejectAt(limit)])
    const [address] = addresses
    if (address === undefined) return failed('the name has no address')
    if (!settings.privateAddresses && addresses.some(isPrivateAddress)) {
      return failed('not sent: the name stands for an address that is not public')
    }
    const status = await send({ url, address, headers, body, signal: limit })
    if (status >= 200 && status < 300) return { status, problem: undefined }
    const redirects = status >= 300 && status < 400
    return { status, problem: redirects ? `answered ${status}; redirects are not followed` : `answered ${status}` }
  } catch (error) {
    return failed(sentenceOf(error))
  }
}

/** What the system says a name stands for. */
export const resolveBySystem: Resolve = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address)

async function addressesOf(host: string, resolve: Resolve): Promise<readonly string[]> {
  return isIP(host) === 0 ? resolve(host) : [host]
}

function rejectAt(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

function send({
  url,
  address,
  headers,
  body,
  signal,
}: {
  url: URL
  address: string
  headers: Readonly<Record<string, string>>
  body: string
  signal: AbortSignal
}): Promise<number> {
  const family = isIP(address)
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: 'POST',
      agent: false,
      signal,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      lookup: (_host, options, give) => {
        if (options.all) (give as unknown as GiveAll)(null, [{ address, family }])
        else give(null, address, family)
      },
    })
    request.on('response', (answer) => {
      resolve(answer.statusCode ?? 0)
      answer.on('error', () => undefined)
      answer.destroy()
    })
    request.on('error', reject)
    request.end(body)
  })
}

type GiveAll = (error: null, addresses: { address: string; family: number }[]) => void

function failed(problem: string): PostOutcome {
  return { status: null, problem }
}

/** Codes only: a message may hold what was sent. */
function sentenceOf(error: unknown): string {
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'did not answer in time'
  const { code, name } = error as NodeJS.ErrnoException
  if (name === 'AbortError') return 'the server stopped meanwhile'
  return `could not be reached (${code ?? name})`
}
