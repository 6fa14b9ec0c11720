import assert from 'node:assert/strict'
import { request } from 'node:http'
import { afterEach, beforeEach, test } from 'node:test'
import type { Identity } from '@muster/core/identity/check-identity.ts'
import type { IdentityQuestion } from '@muster/core/identity/identity-question.ts'
import { bodyBytesMax } from './read-body.ts'
import { type ServedQuestion, serveQuestion } from './serve-question.ts'

const nasty = `"><script>alert('x')</script>&`
const question: IdentityQuestion = {
  asked_by: `Example ${nasty}`,
  purpose: `To know ${nasty}`,
  fields: [
    { name: 'name', label: `Your name ${nasty}`, kind: 'text', required: true },
    { name: 'email', label: 'E-mail', kind: 'email', required: false },
    { name: 'site', label: 'Site', kind: 'choice', required: false, choices: ['Berlin', nasty] },
    { name: 'desk', label: 'Desk', kind: 'number', required: false },
    { name: 'since', label: 'Since', kind: 'date', required: false },
  ],
}

let served: ServedQuestion
let taken: Identity | undefined

beforeEach(async () => {
  taken = undefined
  served = await serveQuestion(question)
  void served.answered.then((identity) => {
    taken = identity
  })
})

afterEach(() => served.close())

interface Ask {
  readonly method?: string
  readonly path?: string
  readonly headers?: Record<string, string | undefined>
  readonly body?: string
}

interface Answer {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly text: string
}

/** Says exactly these headers, as browsers and those who imitate them do. */
function ask({ method = 'GET', path, headers = {}, body }: Ask = {}): Promise<Answer> {
  const url = new URL(served.link)
  const said = Object.entries({
    ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded', origin: url.origin }),
    ...headers,
  }).filter((header): header is [string, string] => header[1] !== undefined)
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: url.port, method, path: path ?? url.pathname, headers: Object.fromEntries(said) },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part
        })
        response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }))
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString()

test('the page asks for each field, and what it shows cannot be taken for HTML', async () => {
  const { status, headers, text } = await ask()
  assert.equal(status, 200)
  assert.equal(headers['content-type'], 'text/html; charset=utf-8')
  for (const { name } of question.fields) {
    assert.match(text, new RegExp(`<label for="field-${name}">`))
    assert.match(text, new RegExp(`id="field-${name}" name="${name}"`))
  }
  assert.doesNotMatch(text, /<script/i)
  assert.match(text, /&#60;script&#62;/)
  assert.doesNotMatch(text, /(?:src|href)=|url\(|@import/)
})

test('every answer is kept by nobody, framed by nobody, and runs nothing', async () => {
  for (const answer of [await ask(), await ask({ path: '/' }), await ask({ method: 'POST', body: 'name=' })]) {
    const { headers } = answer
    assert.equal(headers['cache-control'], 'no-store')
    assert.match(String(headers['content-security-policy']), /^default-src 'none'; style-src 'sha256-[^']+'; /)
    assert.match(String(headers['content-security-policy']), /form-action 'self'; frame-ancestors 'none'/)
    assert.equal(headers['x-frame-options'], 'DENY')
    assert.equal(headers['referrer-policy'], 'same-origin')
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['access-control-allow-origin'], undefined)
    assert.equal(headers['set-cookie'], undefined)
  }
})

test('an answer that fits is taken, with thanks', async () => {
  const fields = { name: ' Ada ', email: 'ada@example.com', site: nasty, desk: '12.5', since: '2026-01-31' }
  const { status, text } = await ask({ method: 'POST', body: form(fields) })
  assert.equal(status, 200)
  assert.match(text, /Thank you/)
  assert.deepEqual(await served.answered, { ...fields, name: 'Ada', desk: 12.5 })
})

test('after one answer was taken there is no second, on whatever way', async () => {
  const bodies = ['Ada', 'Eve', 'Mallory'].map((name) => form({ name }))
  const statuses = await Promise.all(bodies.map((body) => ask({ method: 'POST', body }).then(({ status }) => status)))
  assert.deepEqual(statuses.sort(), [200, 410, 410])
  const { name } = await served.answered
  assert.equal((await ask({ method: 'POST', body: form({ name: 'Replay' }) })).status, 410)
  assert.equal((await ask()).status, 410)
  assert.equal((await served.answered).name, name)
})

test('a wrong token, a shorter one, a longer one and no token find nothing', async () => {
  const { pathname } = new URL(served.link)
  const other = pathname.at(-2) === 'A' ? 'B' : 'A'
  const wrong = [
    '/',
    '/favicon.ico',
    pathname.slice(0, -1),
    `${pathname}x`,
    `${pathname}/`,
    `${pathname}?x`,
    `${pathname.slice(0, -2)}${other}${pathname.at(-1)}`,
  ]
  for (const path of wrong) {
    for (const method of ['GET', 'POST']) {
      assert.equal((await ask({ method, path, body: form({ name: 'Eve' }) })).status, 404, `${method} ${path}`)
    }
  }
  assert.equal(taken, undefined)
})

test('a Host that is a name, or another port, is turned away before anything is looked at', async () => {
  const { port } = new URL(served.link)
  for (const host of ['evil.example', `evil.example:${port}`, `localhost:${port}`, '127.0.0.1', `127.0.0.1:1`]) {
    for (const method of ['GET', 'POST']) {
      const { status, text } = await ask({ method, headers: { host }, body: form({ name: 'Eve' }) })
      assert.equal(status, 421, host)
      assert.doesNotMatch(text, /Your name/)
    }
  }
  assert.equal(taken, undefined)
})

test('a POST from another site is refused, with the right token too', async () => {
  const { port } = new URL(served.link)
  const foreign = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `http://localhost:${port}` },
    { origin: `https://127.0.0.1:${port}` },
    { origin: undefined, 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ]
  for (const headers of foreign) {
    const { status } = await ask({ method: 'POST', headers, body: form({ name: 'Eve' }) })
    assert.equal(status, 403, JSON.stringify(headers))
  }
  assert.equal(taken, undefined)
})

test('what is too long is refused, announced or not', async () => {
  const body = form({ name: 'x'.repeat(bodyBytesMax) })
  const length = String(Buffer.byteLength(body))
  const refused = async (headers: Ask['headers']) =>
    ask({ method: 'POST', headers: { ...headers }, body }).then(
      ({ status }) => status,
      // It stops listening in the middle: whoever goes on sending may see that first.
      (error: NodeJS.ErrnoException) => error.code ?? '',
    )
  assert.ok([413, 'ECONNRESET', 'EPIPE'].includes(await refused({ 'content-length': length })))
  assert.ok([413, 'ECONNRESET', 'EPIPE'].includes(await refused({ 'transfer-encoding': 'chunked' })))
  assert.equal(taken, undefined)
  assert.equal((await ask()).status, 200)
})

test('what does not fit comes back with what was typed, and what is wrong beside its field', async () => {
  const { status, text } = await ask({ method: 'POST', body: form({ email: 'nobody"', desk: 'far', site: 'Berlin' }) })
  assert.equal(status, 422)
  assert.match(text, /role="alert"/)
  for (const name of ['name', 'email', 'desk']) {
    assert.match(text, new RegExp(`id="field-${name}"[^>]* aria-invalid="true" aria-describedby="field-${name}-error"`))
    assert.match(text, new RegExp(`id="field-${name}-error">[A-Z]`))
  }
  assert.match(text, /value="nobody&#34;"/)
  assert.match(text, /<option selected value="Berlin">/)
  assert.equal(taken, undefined)
  assert.equal((await ask({ method: 'POST', body: form({ name: 'Ada' }) })).status, 200)
})

test('other methods and other kinds of bodies are refused', async () => {
  for (const method of ['PUT', 'DELETE', 'OPTIONS', 'PATCH']) assert.equal((await ask({ method })).status, 405)
  for (const type of ['text/plain', 'multipart/form-data', '']) {
    const { status } = await ask({ method: 'POST', headers: { 'content-type': type }, body: 'name=Ada' })
    assert.equal(status, 415, type)
  }
  for (const body of ['{', '[]', 'null', '"Ada"', '']) {
    const { status } = await ask({ method: 'POST', headers: { 'content-type': 'application/json' }, body })
    assert.equal(status, 400, body)
  }
  assert.equal(taken, undefined)
})

test('a program gets the question, the faults and the thanks as JSON', async () => {
  const headers = { accept: 'application/json', 'content-type': 'application/json', origin: undefined }
  assert.deepEqual(JSON.parse((await ask({ headers })).text), question)
  const unfit = await ask({ method: 'POST', headers, body: '{"name": 7}' })
  assert.deepEqual(
    [unfit.status, JSON.parse(unfit.text)],
    [422, { errors: [{ field: 'name', message: 'must be text' }] }],
  )
  const fit = await ask({ method: 'POST', headers, body: '{"name": "Ada"}' })
  assert.deepEqual([fit.status, JSON.parse(fit.text)], [200, { answered: true }])
})

test('two questions have two links, and closing one ends it at once', async () => {
  const other = await serveQuestion(question)
  assert.notEqual(new URL(other.link).pathname, new URL(served.link).pathname)
  await other.close()
  await assert.rejects(fetch(other.link))
  assert.equal((await ask()).status, 200)
})
