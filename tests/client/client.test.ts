import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import {
  type Action,
  type ClientCredentials,
  createMusterClient,
  download,
  type MusterClient,
  MusterError,
  paginate,
  waitForAction,
  watchAction,
} from '@muster/client/index.ts'
import { addTestDevices } from '../support/fleet.ts'
import { startWholeServer, type WholeServer } from '../support/whole-server.ts'

type Fetch = (address: string, init: RequestInit) => Promise<Response>

const deviceCount = 25
let server: WholeServer
let operator: MusterClient
let credentials: ClientCredentials

before(async () => {
  server = await startWholeServer()
  operator = createMusterClient({ baseUrl: `${server.url}/`, token: server.operatorToken })
  const app = await operator.post('/api/v1/applications', { body: { name: 'test', scopes: ['read', 'actions'] } })
  credentials = { clientId: app.client_id, clientSecret: app.client_secret! }
  const devices = Array.from({ length: deviceCount }, (_, place) => ({ deviceId: `pc-${place}` }))
  await addTestDevices(server.services.pool, server.accountId, devices)
})

after(() => server?.close())

/** A client whose requests go through this; with credentials unless it says otherwise. */
function through(fetch: Fetch, patienceSeconds = 10): MusterClient {
  return createMusterClient({ baseUrl: server.url, token: server.operatorToken, fetch, patienceSeconds })
}

async function refusalOf(promise: Promise<unknown>): Promise<MusterError> {
  const error = await promise.then(
    () => assert.fail('it was not refused'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof MusterError, String(error))
  return error
}

test('a refusal is an error with the status, the code, the fields and the request id of the server', async () => {
  const wrong = await refusalOf(operator.get('/api/v1/devices', { query: { limit: 0 } }))
  assert.deepEqual([wrong.status, wrong.code, wrong.errors[0]?.field], [400, 'invalid_request', 'limit'])
  const gone = await refusalOf(operator.get('/api/v1/groups/{group_id}', { params: { group_id: 'nobody' } }))
  assert.deepEqual([gone.status, gone.code], [404, 'not_found'])
  assert.ok(server.logged.some((line) => line.includes(gone.requestId!)))
  const stranger = createMusterClient({ baseUrl: server.url, token: 'wrong' })
  assert.equal((await refusalOf(stranger.get('/api/v1/account'))).code, 'invalid_token')
})

test('what does not answer, or is no Muster server, is said to be so; an abort stays an abort', async () => {
  const nobody = createMusterClient({ baseUrl: 'http://127.0.0.1:1', token: 'x' })
  const error = await refusalOf(nobody.get('/api/v1/account'))
  assert.deepEqual([error.status, error.code], [0, 'unreachable'])
  assert.match(error.message, /^Cannot reach http:\/\/127\.0\.0\.1:1: .+\.$/)
  for (const answer of [new Response('<h1>Hello</h1>'), new Response('Bad gateway', { status: 502 })]) {
    const other = await refusalOf(through(async () => answer).get('/api/v1/account'))
    assert.deepEqual([other.status, other.code], [answer.status, 'unexpected_answer'])
  }
  await assert.rejects(operator.get('/api/v1/account', { signal: AbortSignal.abort() }), { name: 'AbortError' })
})

test('what would make the address of something else of a path is not sent', async () => {
  for (const device_id of ['', '.', '..']) {
    await assert.rejects(operator.get('/api/v1/devices/{device_id}', { params: { device_id } }), TypeError)
  }
})

test('an application gets one token for all that it asks at once, and another one once the first is revoked', async () => {
  const asked: string[] = []
  let token = ''
  const spy: Fetch = async (address, init) => {
    asked.push(new URL(address).pathname)
    token ||= new Headers(init.headers).get('authorization')?.slice('Bearer '.length) ?? ''
    return fetch(address, init)
  }
  const client = createMusterClient({ baseUrl: server.url, credentials, fetch: spy })
  const tokens = () => asked.filter((path) => path === '/o/oauth/token').length
  await Promise.all([client.get('/api/v1/account'), client.get('/api/v1/groups'), client.get('/api/v1/action-types')])
  assert.equal(tokens(), 1)

  const { clientId, clientSecret } = credentials
  const body = new URLSearchParams({ token, client_id: clientId, client_secret: clientSecret })
  assert.equal((await fetch(`${server.url}/o/oauth/revoke`, { method: 'POST', body })).status, 200)
  await Promise.all([client.get('/api/v1/account'), client.get('/api/v1/groups')])
  assert.equal(tokens(), 2)

  const wrong = createMusterClient({ baseUrl: server.url, credentials: { ...credentials, clientSecret: 'wrong' } })
  const error = await refusalOf(wrong.get('/api/v1/account'))
  assert.deepEqual([error.status, error.code], [401, 'credentials_refused'])
})

test('an answer that is lost on its way is asked for again, and what was done is not done twice', async () => {
  let lost = 0
  const losing: Fetch = async (address, init) => {
    const answer = await fetch(address, init)
    if (lost > 0) return answer
    lost += 1
    await answer.body?.cancel()
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) })
  }
  const name = randomUUID()
  const made = await through(losing).post('/api/v1/groups', { body: { name } })
  assert.equal(lost, 1)
  const groups = (await operator.get('/api/v1/groups')).items.filter((group) => group.name === name)
  assert.deepEqual(
    groups.map(({ group_id }) => group_id),
    [made.group_id],
  )
  const idempotencyKey = randomUUID()
  const body = { name: randomUUID() }
  const first = await operator.post('/api/v1/groups', { body, idempotencyKey })
  assert.deepEqual(await operator.post('/api/v1/groups', { body, idempotencyKey }), first)
})

test('a server that asks for time gets it, as long as patience lasts', async () => {
  let busy = 2
  const busyFirst: Fetch = async (address, init) => {
    if (busy === 0) return fetch(address, init)
    busy -= 1
    return new Response('{}', { status: busy === 1 ? 503 : 429, headers: { 'retry-after': '0' } })
  }
  assert.equal((await through(busyFirst).get('/api/v1/account')).devices, deviceCount)
  busy = 2
  const application = createMusterClient({ baseUrl: server.url, credentials, fetch: busyFirst })
  assert.equal((await application.get('/api/v1/account')).devices, deviceCount)
  const always: Fetch = async () => new Response('{}', { status: 429, headers: { 'retry-after': '3600' } })
  const startedAt = Date.now()
  assert.equal((await refusalOf(through(always).get('/api/v1/account'))).status, 429)
  assert.ok(Date.now() - startedAt < 5000)
})

test('a token endpoint that fails has not refused the credentials, and no request waits for it longer than it wants', async () => {
  let status = 500
  const failing: Fetch = async (address, init) => {
    if (status === 200 || !address.endsWith('/token')) return fetch(address, init)
    return Response.json({ error: 'server_error', error_description: 'Not now.' }, { status })
  }
  const client = createMusterClient({ baseUrl: server.url, credentials, fetch: failing })
  const error = await refusalOf(client.get('/api/v1/account'))
  assert.deepEqual([error.status, error.code], [500, 'unexpected_answer'])
  status = 503
  assert.equal((await refusalOf(client.get('/api/v1/account', { patienceSeconds: 0 }))).status, 503)
  const abort = new AbortController()
  const impatient = client.get('/api/v1/account', { signal: abort.signal })
  const patient = client.get('/api/v1/account')
  abort.abort()
  await assert.rejects(impatient, { name: 'AbortError' })
  status = 200
  assert.equal((await patient).devices, deviceCount)
})

test('a list is gone through to its end, and no page is asked for that nobody looks at', async () => {
  let pages = 0
  const counting = through((address, init) => {
    pages += 1
    return fetch(address, init)
  })
  const ids: string[] = []
  const query = { limit: 10, os: ['linux' as const] }
  for await (const { device_id } of paginate(counting, '/api/v1/devices', { query })) ids.push(device_id)
  assert.equal(new Set(ids).size, deviceCount)
  assert.equal(pages, 3)
  for await (const _ of paginate(counting, '/api/v1/devices', { query })) break
  assert.equal(pages, 4)
})

test('a file comes as a stream, with the name and the type that the server gives it', async () => {
  const { name, mediaType, sha256, body } = await download(operator, '/api/v1/devices.csv')
  assert.deepEqual([name, mediaType.split(';')[0], sha256], ['devices.csv', 'text/csv', undefined])
  assert.equal((await buffer(body)).toString().trimEnd().split('\n').length, deviceCount + 1)
})

test('a file says its SHA-256 in hexadecimal where the server tells it', async () => {
  const content = 'what a command brought back'
  const digest = createHash('sha256').update(content)
  const headers = { 'repr-digest': `sha-256=:${digest.copy().digest('base64')}:` }
  const client = through(async () => new Response(content, { headers }))
  const params = { command_id: randomUUID() }
  assert.equal(
    (await download(client, '/api/v1/commands/{command_id}/report', { params })).sha256,
    digest.digest('hex'),
  )
})

async function queueCommand(): Promise<Action> {
  await addTestDevices(server.services.pool, server.accountId, [
    { deviceId: randomUUID(), agentVersion: '9.9.9', abilities: ['dhcprenew'], hostname: 'agent' },
  ])
  const body = { type: 'dhcprenew', devices: { filter: { q: 'agent' } } }
  const { action_id } = await operator.post('/api/v1/actions', { body: { ...body, supersede: true } })
  return operator.get('/api/v1/actions/{action_id}', { params: { action_id } })
}

test('an action that agents do not end is answered as it is when the time is over', async () => {
  const { action_id } = await queueCommand()
  const seen: string[] = []
  const action = await waitForAction(operator, action_id, {
    timeoutSeconds: 0.5,
    onProgress: ({ state }) => seen.push(state),
  })
  assert.equal(action.state, 'waiting')
  assert.equal(seen[0], 'waiting')
  const params = { action_id }
  await operator.post('/api/v1/actions/{action_id}/cancel', { params })
  assert.notEqual((await waitForAction(operator, action_id)).state, 'waiting')
})

for (const [title, spoil] of [
  ['whose events break off goes on being watched', breakOff],
  ['is watched by looks where the server has as many watchers as it takes', refuse],
] as const) {
  test(`an action ${title}`, async () => {
    const { action_id } = await queueCommand()
    let spoilt = 0
    const client = through(async (address, init) => {
      const answer = await fetch(address, init)
      if (!address.includes('/events') || spoilt > 0) return answer
      spoilt += 1
      return spoil(answer)
    })
    const states: string[] = []
    for await (const { state } of watchAction(client, action_id)) {
      states.push(state)
      if (states.length > 1) continue
      await operator.post('/api/v1/actions/{action_id}/cancel', { params: { action_id } })
    }
    assert.equal(spoilt, 1)
    assert.equal(states[0], 'waiting')
    assert.notEqual(states.at(-1), 'waiting')
  })
}

test('an action is watched through a restart of the server, and one that stays away is given up', async () => {
  let state = 'waiting'
  const http = createServer(({ url }, answer) => {
    if (url!.includes('/events')) answer.write(`event: action\ndata: ${JSON.stringify({ state })}\n\n`)
    else answer.end(JSON.stringify({ state }))
  })
  const stop = () => http.close().closeAllConnections()
  await once(http.listen(0, '127.0.0.1'), 'listening')
  const { port } = http.address() as AddressInfo
  const baseUrl = `http://127.0.0.1:${port}`
  let onRefusedLook: () => unknown = () => undefined
  const watch = (patienceSeconds: number) => {
    const fetchSeen: Fetch = (address, init) =>
      fetch(address, init).catch((error: unknown) => {
        if (!address.includes('/events')) onRefusedLook()
        throw error
      })
    return waitForAction(createMusterClient({ baseUrl, fetch: fetchSeen, patienceSeconds }), 'a', { onProgress: stop })
  }
  try {
    assert.equal((await refusalOf(watch(0))).code, 'unreachable')
    await once(http.listen(port, '127.0.0.1'), 'listening')
    onRefusedLook = () => {
      state = 'done'
      return http.listening || http.listen(port, '127.0.0.1')
    }
    assert.equal((await watch(10)).state, 'done')
  } finally {
    stop()
  }
})

/** What has come so far, and then an error. */
async function breakOff(answer: Response): Promise<Response> {
  const reader = answer.body!.getReader()
  let text = ''
  while (!text.includes('event: action')) text += new TextDecoder().decode((await reader.read()).value)
  await reader.cancel()
  let isFirst = true
  const body = new ReadableStream({
    pull(controller) {
      if (isFirst) controller.enqueue(new TextEncoder().encode(text))
      else controller.error(new TypeError('terminated'))
      isFirst = false
    },
  })
  return new Response(body, { headers: answer.headers })
}

async function refuse(answer: Response): Promise<Response> {
  await answer.body?.cancel()
  return new Response('{}', { status: 503 })
}
