import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { findChromium, inBrowser } from '../e2e/support/chromium.ts'
import { testPassword } from '../support/console-client.ts'
import { startWholeServer, type WholeServer } from '../support/whole-server.ts'

// What a browser makes of it all: cookies, passkeys, and the pages of other sites.
describe('a real browser', inBrowser, () => {
  let server: WholeServer
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let foreign: { url: string; close(): void }

  before(async () => {
    const port = await findFreePort()
    // Passkeys belong to names: browsers have none for 127.0.0.1.
    server = await startWholeServer({ MUSTER_PORT: String(port), MUSTER_PUBLIC_URL: `http://localhost:${port}` })
    foreign = await startForeignSite()
    browser = await chromium.launch({
      executablePath: findChromium()!,
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    })
    context = await browser.newContext()
    page = await context.newPage()
    await page.goto(`${server.url}/sign-in`)
  })
  after(async () => {
    await browser?.close()
    foreign?.close()
    await server?.close()
  })

  const call = (method: string, path: string, body?: object, csrf?: string) =>
    run(page, sendRequest, { method, path, body: body && JSON.stringify(body), csrf })
  /** With the browser's own words for passkeys; a device in software answers, and says that it saw its user. */
  const createPasskey = (options: object) => run(page, createCredential, options)
  const answerByPasskey = (options: object) => run(page, getCredential, options)
  let csrf: string

  test('keeps the session’s cookie out of reach of scripts, and sends it to the server’s own pages', async () => {
    const token = server.setUpLink!.split('#token=')[1]
    const order = { token, name: 'Ada', email: 'ada@example.com', password: testPassword }
    const { status, body } = await call('POST', '/setup', order)
    assert.equal(status, 201)
    csrf = body.session.csrf_token
    assert.equal((await call('GET', '/session')).body.user.name, 'Ada')
    assert.equal(await page.evaluate('document.cookie'), '')
  })

  test('makes a passkey, and signs in with it alone', async () => {
    const devtools = await context.newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    const begun = (await call('POST', '/profile/passkeys/options', undefined, csrf)).body
    const passkey = await createPasskey(begun.options)
    const made = await call('POST', '/profile/passkeys', { ceremony: begun.ceremony, name: 'Laptop', passkey }, csrf)
    assert.equal(made.status, 201, JSON.stringify(made.body))
    assert.equal((await call('DELETE', '/session', undefined, csrf)).status, 200)
    assert.equal((await call('GET', '/session')).status, 401)
    const asked = (await call('POST', '/session/passkey/options')).body
    const answer = await answerByPasskey(asked.options)
    const { status, body } = await call('POST', '/session/passkey', { ceremony: asked.ceremony, passkey: answer })
    assert.deepEqual([status, body.session?.signed_in_by], [200, 'passkey'])
    csrf = body.session.csrf_token
  })

  test('lets no page of another site act, look or listen by the session', async () => {
    const other = await context.newPage()
    await other.goto(foreign.url)
    const order = { type: 'exempt', devices: { ids: ['nobody'] } }
    const { action_id } = (await call('POST', '/actions', order, csrf)).body
    const events = `${server.url}/api/v1/actions/${action_id}/events`
    assert.equal(await run(page, openEvents, events), 'open')
    const tried = await run(other, tryFromOutside, { server: server.url, csrf, events })
    assert.deepEqual(tried, { post: 'failed', plainPost: 'failed', read: 'failed', events: 'failed', socket: 'failed' })
    assert.equal((await call('GET', '/groups/foreign')).status, 404)
    // Also a form, which no browser asks about beforehand: its answer is a page that says no.
    await run(other, sendForm, server.url)
    await other.waitForURL(`${server.url}/api/v1/groups`)
    assert.match((await other.textContent('body'))!, /"code":"(invalid_token|csrf_refused)"/)
    assert.equal((await call('GET', '/groups/foreign')).status, 404)
    assert.equal((await call('POST', '/groups', { name: 'Own', group_id: 'own' }, csrf)).status, 201)
  })

  test('shows no page of the server in a frame of another site', async () => {
    const other = await context.newPage()
    await other.goto(foreign.url)
    const refused = other.waitForEvent('console', (message) => /frame-ancestors|X-Frame-Options/i.test(message.text()))
    await run(other, showFrame, server.url)
    await refused
  })
})

/** Runs a function of the browser's, written as text: its world has other types than this one. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever comes
function run(page: Page, source: string, argument: unknown): Promise<any> {
  return page.evaluate(`(${source})(${JSON.stringify(argument)})`)
}

const sendRequest = `async ({ method, path, body, csrf }) => {
  const headers = { ...(body && { 'content-type': 'application/json' }), ...(csrf && { 'x-csrf-token': csrf }) }
  const answer = await fetch('/api/v1' + path, { method, headers, body })
  return { status: answer.status, body: await answer.json() }
}`

const createCredential = `async (options) => {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
  return (await navigator.credentials.create({ publicKey })).toJSON()
}`

const getCredential = `async (options) => {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
  return (await navigator.credentials.get({ publicKey })).toJSON()
}`

const openEvents = `(events) => new Promise((resolve, reject) => {
  const source = new EventSource(events)
  source.onopen = () => {
    source.close()
    resolve('open')
  }
  source.onerror = () => reject(new Error('the stream did not open'))
})`

const tryFromOutside = `async ({ server, csrf, events }) => {
  const outcome = (work) => work.then(() => 'went through', () => 'failed')
  const listen = (channel) => new Promise((resolve, reject) => {
    channel.onopen = resolve
    channel.onerror = reject
  })
  const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf }
  const body = JSON.stringify({ name: 'Foreign', group_id: 'foreign' })
  const post = { method: 'POST', credentials: 'include', body }
  const groups = server + '/api/v1/groups'
  return {
    post: await outcome(fetch(groups, { ...post, headers })),
    plainPost: await outcome(fetch(groups, { ...post, mode: 'no-cors' })),
    read: await outcome(fetch(server + '/api/v1/session', { credentials: 'include' })),
    events: await outcome(listen(new EventSource(events, { withCredentials: true }))),
    socket: await outcome(listen(new WebSocket(server.replace('http', 'ws') + '/agent/v1/socket'))),
  }
}`

const sendForm = `(server) => {
  const form = document.createElement('form')
  Object.assign(form, { method: 'post', action: server + '/api/v1/groups', enctype: 'text/plain' })
  const field = document.createElement('input')
  Object.assign(field, { name: '{"name": "Foreign", "group_id": "foreign", "x": "', value: '"}' })
  form.append(field)
  document.body.append(form)
  form.submit()
}`

const showFrame = `(server) => {
  document.body.append(Object.assign(document.createElement('iframe'), { src: server + '/' }))
}`

/** A page of somebody else's: another host name is another site. */
async function startForeignSite() {
  const site = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>Another site</title><body>')
  })
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  const { port } = site.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, close: () => void site.close() }
}

async function findFreePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
