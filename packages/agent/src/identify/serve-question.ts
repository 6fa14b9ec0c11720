import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Identity, readIdentity } from '@muster/core/identity/check-identity.ts'
import type { IdentityQuestion } from '@muster/core/identity/identity-question.ts'
import { contentSecurityPolicy } from './page-style.ts'
import { readBody, readTexts } from './read-body.ts'
import { renderQuestion, renderSentence, renderThanks } from './render-page.ts'

export interface ServedQuestion {
  /** Whoever has it may answer, once. Never logged. */
  readonly link: string
  readonly answered: Promise<Identity>
  close(): Promise<void>
}

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'cache-control': 'no-store',
  // A form's POST keeps its Origin under this one; under `no-referrer` it would be "null".
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  connection: 'close',
}

/**
 * Serves the question on loopback, on a free port, under a path that cannot be guessed. What protects it is that path:
 * there is no cookie that another site could ride on. The Host header must be the loopback address itself, so that no
 * name that was made to point here gets in, and a POST from another origin is refused.
 */
export async function serveQuestion(question: IdentityQuestion): Promise<ServedQuestion> {
  const token = randomBytes(32).toString('base64url')
  let host = ''
  let isAnswered = false
  let resolve: (identity: Identity) => void
  const answered = new Promise<Identity>((settle) => {
    resolve = settle
  })

  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    handle(request, response).catch(() => response.destroy())
  })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wantsJson = request.headers.accept === 'application/json'
    const say = (status: number, html: string, json: object, more: Record<string, string> = {}) => {
      const type = wantsJson ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8'
      response.writeHead(status, { ...headers, ...more, 'content-type': type })
      response.end(request.method === 'HEAD' ? undefined : wantsJson ? JSON.stringify(json) : html)
    }
    const refuse = (status: number, title: string, sentence: string, more?: Record<string, string>) =>
      say(status, renderSentence(title, sentence), { error: sentence }, more)

    if (request.headers.host !== host) return refuse(421, 'Not here', 'This address is not served here.')
    if (!isSame(request.url ?? '', `/${token}`)) return refuse(404, 'Not found', 'There is nothing at this address.')
    if (isAnswered) return refuse(410, 'Answered', 'This question has been answered. You can close this page.')
    if (request.method === 'GET' || request.method === 'HEAD') {
      return say(200, renderQuestion(question), question)
    }
    if (request.method !== 'POST') return refuse(405, 'Not so', 'Only GET and POST.', { allow: 'GET, HEAD, POST' })
    if (isForeign(request)) return refuse(403, 'Refused', 'Answer on the page itself; another site cannot.')

    const mediaType = (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase()
    if (!['application/x-www-form-urlencoded', 'application/json'].includes(mediaType)) {
      return refuse(415, 'Not so', 'An answer is a form or JSON.')
    }
    const body = await readBody(request)
    if (body === undefined) return refuse(413, 'Too long', 'This is longer than any answer may be.')
    const texts = readTexts(mediaType, body)
    if (texts === undefined) return refuse(400, 'Not so', 'This is no answer.')
    const checked = readIdentity(question.fields, texts)
    if (!checked.ok) {
      const { errors } = checked
      return say(422, renderQuestion(question, { texts, errors }), { errors })
    }
    // Another tab may have been faster while the body came in.
    if (isAnswered) return refuse(410, 'Answered', 'This question has been answered. You can close this page.')
    isAnswered = true
    response.once('close', () => resolve(checked.identity))
    return say(200, renderThanks(question), { answered: true })
  }

  function isForeign({ headers: { origin, 'sec-fetch-site': site } }: IncomingMessage): boolean {
    return (origin !== undefined && origin !== `http://${host}`) || (site !== undefined && site !== 'same-origin')
  }

  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(0, '127.0.0.1', listening)
  })
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    link: `http://${host}/${token}`,
    answered,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

/** In a time that tells nothing of how much was right. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}
