import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { nativeRoutes } from '@muster/server/native-api/routes.ts'
import { wireRoutes } from '@muster/server/wire/routes.ts'
import { setUpConsole } from '../support/console-client.ts'
import { addTestDevices } from '../support/fleet.ts'
import { startTestHttpServer, type TestHttpServer } from '../support/http-server.ts'
import { agree } from '../support/oauth-browser.ts'
import { Nac } from './nac.ts'
import { openOldDetail, openOldPage } from './old-page.ts'
import { PhpApiError, PhpLibrary } from './php-walker.ts'

const redirectUri = 'https://nac.example.com/back'
const devices = 60
const hour = 3_600_000

let now = new Date('2026-05-01T10:00:00Z')
let server: TestHttpServer
let access: { base: string; clientId: string; clientSecret: string; refreshToken: string }
let token: string

before(async () => {
  server = await startTestHttpServer((services) => [...wireRoutes(services), ...nativeRoutes(services)], {
    now: () => now,
  })
  const { pool } = server.services
  await addTestDevices(
    pool,
    server.accountId,
    Array.from({ length: devices }, (_, index) => ({
      deviceId: `d-${index + 1}`,
      hwid: `HW${index + 1}`,
      macs: [0x020000000000 + index + 1],
      hostname: `host-${index + 1}`,
      nickname: `desk ${index + 1}`,
      deviceType: index % 2 === 0 ? 'laptop' : 'desktop',
      osName: 'Debian 13',
      lastSeen: '2026-05-01T09:59:00.25Z',
    })),
  )
  await pool.query(
    `update device set base_status = 1, critical_issues = 2, warning_issues = 1 where device_id in ('d-59', 'd-60')`,
  )
  token = await server.getToken(await server.addClient())
  access = await authorizeNac()
})
after(() => server?.close())

/** An administrator lets the NAC in once; from then on it lives on refresh tokens. */
async function authorizeNac(): Promise<typeof access> {
  const ada = await setUpConsole(server)
  const { body: app } = await ada.call('POST', '/applications', { name: 'NAC', redirect_uris: [redirectUri] })
  const request = { response_type: 'code', client_id: app.client_id, redirect_uri: redirectUri, state: 's' }
  const code = (await agree(ada, request)).searchParams.get('code')!
  const credentials = { client_id: app.client_id, client_secret: app.client_secret }
  const form = { ...credentials, grant_type: 'authorization_code', code, redirect_uri: redirectUri }
  const answer = await fetch(`${server.base}/o/oauth/token`, { method: 'POST', body: new URLSearchParams(form) })
  const { refresh_token: refreshToken } = (await answer.json()) as { refresh_token: string }
  return { base: server.base, clientId: app.client_id, clientSecret: app.client_secret, refreshToken }
}

test('a NAC admits, isolates and does not know machines by their MAC address, and renews its token when it must', async () => {
  const nac = new Nac(access)
  const week = 7 * 86_400
  assert.equal((await nac.check('02-00-00-00-00-01', week, now)).verdict, 'admit')
  assert.deepEqual(await nac.check('02:00:00:00:00:3c', week, now), { verdict: 'isolate', why: '2 critical issues' })
  assert.equal((await nac.check('02:00:00:00:ff:ff', week, now)).verdict, 'unknown device')
  assert.equal(nac.renewals, 1)
  now = new Date(now.getTime() + 13 * hour)
  assert.deepEqual(await nac.check('0200.0000.0001', 3600, now), {
    verdict: 'isolate',
    why: 'last seen 2026-05-01T09:59:00Z',
  })
  assert.equal(nac.renewals, 2)
  now = new Date(now.getTime() + 13 * hour)
  assert.equal((await nac.check('020000000001', week, now)).verdict, 'admit')
  assert.equal(nac.renewals, 3)
  token = await server.getToken(await server.addClient())
})

test('a PHP library walks every list to its end, whatever it sends with it', async () => {
  const php = new PhpLibrary(server.base, token)
  const old = (await php.walk('get', 'v2.1/devices', { limit: 25, order: 'asc' })) as { hwid: string }[]
  assert.deepEqual(
    old.map(({ hwid }) => hwid),
    Array.from({ length: devices }, (_, index) => `HW${index + 1}`),
  )
  const critical = (await php.walk('post', 'v3.3/devices', { limit: 1, filter: { severity: ['critical'] } })) as {
    device_id: string
  }[]
  assert.deepEqual(
    critical.map(({ device_id }) => device_id),
    ['d-59', 'd-60'],
  )
  assert.equal((await php.walk('post', 'v3/groups', { limit: 10 })).length, 1)
  assert.equal((await php.request('post', 'v3/groups')).length, 1)
  const [bare] = await php.request('post', 'v3.1/devices/detail', { ids: ['d-1'], verbose: { system_info: false } })
  assert.equal('os_info' in bare, false)
  const [whole] = await php.request('post', 'v3.1/devices/detail', { ids: ['d-1'], verbose: { system_info: true } })
  assert.equal(whole.os_info.name, 'Debian 13')
  assert.equal((await php.request('get', 'v3.1/account')).devices_used, devices)
  const changed = await php.request('post', 'v3/devices/status_changed', { age: 86_400, verbose: true, limit: 20 })
  assert.ok(Array.isArray(changed.monitored_devices) && Array.isArray(changed.deleted_devices))
  const { logs } = await php.request('post', 'v3/logs', { filter: ['added', 'deleted'], page: 1, limit: 20 })
  assert.ok(Array.isArray(logs))
})

test('a PHP library finds the message in every error it is answered', async () => {
  const refused = (call: Promise<unknown>, status: number) =>
    assert.rejects(call, (error) => error instanceof PhpApiError && error.status === status && error.message !== '')
  const php = new PhpLibrary(server.base, token)
  await refused(php.request('get', 'v2.1/devices', { limit: 51 }), 406)
  await refused(php.request('get', 'v2.1/devices/nobody'), 404)
  await refused(php.request('post', 'v3/groups', { limit: 'many' }), 400)
  await refused(new PhpLibrary(server.base, 'expired').request('get', 'v2/account'), 401)
})

test('a page of 2014 fills its table from the array, and finds a device by what it put into the row', async () => {
  const page = await openOldPage(server.base, token)
  assert.equal(page.summary, 'with issues 2, without 23')
  assert.deepEqual(page.rows.slice(0, 3), [
    { id: 'HW60_1', image: 'desktop.png', text: 'host-60: 3 issues' },
    { id: 'HW59_1', image: 'laptop.png', text: 'host-59: 3 issues' },
    { id: 'HW58_0', image: 'desktop.png', text: 'host-58: no issue' },
  ])
  assert.equal(await openOldDetail(server.base, token, page.rows[0]!.id), 'desk 60 / Debian 13')
})
