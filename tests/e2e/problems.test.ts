import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Answer, answerInstead } from './support/answer-instead.ts'
import { expectNoAxeViolations } from './support/axe.ts'
import { inBrowser } from './support/chromium.ts'
import { administrator, password, setUpAdministrator, signIn } from './support/sign-in.ts'
import { type ConsoleUnderTest, startConsole } from './support/start-console.ts'

/** Where nothing is, what a page says instead; its address and title. */
const empty: readonly (readonly [path: string, title: string, says: string])[] = [
  ['/', 'Overview', 'No devices yet'],
  ['/devices', 'Devices', 'No devices yet'],
  ['/devices?q=nobody', 'Devices', 'No device matches this filter'],
  ['/act', 'Act', 'No devices are selected'],
  ['/actions', 'Actions', 'No actions'],
  ['/exemptions', 'Exemptions', 'No exemption has an end'],
  ['/exemptions?state=endless', 'Exemptions', 'No exemption lasts for ever'],
  ['/exemptions?state=ended', 'Exemptions', 'No exemption has ended yet'],
  ['/findings', 'Findings', 'No scan has found anything'],
  ['/findings?signature=Eicar', 'Findings', 'No scan has found this'],
  ['/enrolment', 'Enrolment', 'No tokens'],
  ['/logs', 'Logs', 'Nothing happened to devices in this time'],
  ['/logs?log=admin&since=2999-01-01T00:00:00Z', 'Logs', 'Nothing was done in this time'],
  ['/settings?tab=releases', 'Settings', 'No releases'],
  ['/settings?tab=duplicates', 'Settings', 'No machine passes for another’s device'],
  ['/applications', 'Applications', 'No applications'],
  ['/webhooks', 'Webhooks', 'No webhooks'],
  ['/webhooks/00000000-0000-7000-8000-000000000000', 'Webhook', 'There is no such webhook'],
  ['/compliance?group_id=nowhere', 'Compliance', 'There is no such group'],
  ['/profile', 'Your profile', 'You have none.'],
  ['/devices/nobody', 'nobody', 'There is no such device'],
  ['/actions/00000000-0000-7000-8000-000000000000', 'Action', 'There is no such action'],
]

/** What each page asks for, and what it says where that fails; `*` stands for the action, `+` for the webhook that is there. */
const failing: readonly (readonly [path: string, title: string, asked: string, says: string])[] = [
  ['/', 'Overview', 'overview', 'The overview could not be loaded'],
  ['/devices', 'Devices', 'devices', 'Devices: the list could not be loaded'],
  ['/devices', 'Devices', 'devices/count', 'The devices could not be counted'],
  ['/devices/laptop', 'laptop', 'devices/laptop', 'The device could not be loaded'],
  ['/devices/laptop', 'laptop', 'devices/laptop/timeline', 'The timeline could not be loaded'],
  ['/devices/laptop', 'laptop', 'devices/laptop/commands', 'What waits could not be loaded'],
  ['/devices/laptop', 'laptop', 'findings', 'The findings could not be loaded'],
  ['/actions', 'Actions', 'actions', 'Actions: the list could not be loaded'],
  ['/actions/*', 'Ignore', 'actions/*/targets', 'Devices of the action: the list could not be loaded'],
  ['/exemptions', 'Exemptions', 'exemptions', 'Exemptions: the list could not be loaded'],
  ['/findings', 'Findings', 'findings', 'Findings: the list could not be loaded'],
  ['/groups', 'Groups', 'groups', 'Groups: the list could not be loaded'],
  ['/compliance', 'Compliance', 'compliance-policy', 'The policy could not be loaded'],
  ['/compliance', 'Compliance', 'devices/facets', 'The devices could not be counted'],
  ['/enrolment', 'Enrolment', 'enrolment-tokens', 'Enrolment tokens: the list could not be loaded'],
  ['/logs', 'Logs', 'device-log', 'Device events: the list could not be loaded'],
  ['/logs?log=admin', 'Logs', 'audit', 'Admin events: the list could not be loaded'],
  ['/settings', 'Settings', 'settings', 'The settings could not be loaded'],
  ['/settings?tab=identity', 'Settings', 'identity-fields', 'The fields could not be loaded'],
  ['/settings?tab=policy', 'Settings', 'agent-policy', 'The policy could not be loaded'],
  ['/settings?tab=retention', 'Settings', 'retention', 'The retention could not be loaded'],
  ['/settings?tab=releases', 'Settings', 'agent-releases', 'Agent releases: the list could not be loaded'],
  ['/settings?tab=duplicates', 'Settings', 'duplicates', 'Duplicates: the list could not be loaded'],
  ['/applications', 'Applications', 'applications', 'Applications: the list could not be loaded'],
  ['/webhooks', 'Webhooks', 'webhooks', 'Webhooks: the list could not be loaded'],
  ['/webhooks/+', 'Webhook', 'webhooks/+', 'The webhook could not be loaded'],
  ['/webhooks/+', 'Webhook', 'webhooks/+/deliveries', 'Deliveries: the list could not be loaded'],
  ['/users', 'Users', 'users', 'Users: the list could not be loaded'],
  ['/profile', 'Your profile', 'profile/passkeys', 'Your passkeys could not be loaded'],
  ['/profile', 'Your profile', 'profile/sessions', 'Your sessions could not be loaded'],
]

const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  json: { error: { code, message, errors: [], request_id: 'the-request' } },
})

/** Each way to fail, one after the other, with what is to be done about it. */
const ways: readonly (readonly [fail: Answer, remedy: string])[] = [
  [
    refusal(500, 'internal', 'Something went wrong on the server.'),
    'Try again. If it happens again, give the request id',
  ],
  [refusal(403, 'insufficient_scope', 'Not for you.'), 'Your role does not allow this. Ask an administrator.'],
  ['no connection', 'Check the connection to the server, then try again.'],
]

describe('where nothing is, and where something fails', inBrowser, () => {
  let console: ConsoleUnderTest
  /** One for all: a page's first address takes a second of processor time more than those that follow. */
  let page: Page
  const said: string[] = []

  before(async () => {
    console = await startConsole()
    await setUpAdministrator(console)
    page = await signIn(console)
    page.setDefaultTimeout(15_000)
    page.on('console', (message) => {
      // The browser itself notes every answer that is no success.
      const isOwn = !message.text().startsWith('Failed to load resource')
      if (message.type() === 'error' && isOwn) said.push(`${page.url()}: ${message.text()}`)
    })
  })

  afterEach(() => page.unrouteAll())

  after(() => console?.close())

  test('a page with nothing to show says so, and what to do', async () => {
    for (const [path, title, says] of empty) {
      // As a link does.
      await page.evaluate(`history.pushState({}, '', ${JSON.stringify(path)})`)
      await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
      await page.getByRole('main').getByText(says).first().waitFor()
      assert.deepEqual(await page.getByRole('alert').allTextContents(), [], path)
      if (path === '/devices' || path === '/devices/nobody') await expectNoAxeViolations(page, path)
    }
  })

  test('a page whose request fails says what to do, and shows all once trying again helps', async () => {
    await console.call('POST', '/devices/import', {
      devices: [{ device_id: 'laptop', hostname: 'laptop', os: 'windows', status: 'unknown' }],
    })
    const ignored = await console.call('POST', '/actions', { type: 'ignore', devices: { ids: ['laptop'] } })
    const webhook = await console.call('POST', '/webhooks', {
      url: 'https://siem.example.com/',
      event_types: ['device.added'],
    })
    const name = (address: string) => address.replace('*', ignored.body.action_id).replace('+', webhook.body.webhook_id)
    for (const [path, title, asked, says] of failing) {
      const address = `/api/v1/${name(asked)}`
      let way: (typeof ways)[number] | undefined = ways[0]
      const instead = await answerInstead(page, `${console.url}${address}*`, ({ pathname }) =>
        pathname === address ? way?.[0] : undefined,
      )
      await page.goto(console.url + name(path))
      const problem = page.getByRole('main').getByRole('alert').filter({ hasText: says })
      for (const [index, [, remedy]] of ways.entries()) {
        await problem.filter({ hasText: remedy }).waitFor()
        await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
        if (index === 0 && path === '/devices') await expectNoAxeViolations(page, `${path} without ${asked}`)
        way = ways[index + 1]
        await problem.getByRole('button', { name: 'Try again' }).click()
      }
      await problem.waitFor({ state: 'detached' })
      await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
      assert.deepEqual(await page.getByRole('alert').allTextContents(), [], path)
      await instead.stop()
    }
  })

  test('a server that cannot say who is signed in is tried again, and what is between the two is no riddle', async () => {
    await page.route('**/api/v1/session', (route) => route.fulfill({ status: 502, body: '<h1>Bad gateway</h1>' }), {
      times: 1,
    })
    await page.goto(`${console.url}/devices`)
    await page.getByRole('heading', { level: 1, name: 'Muster could not be shown' }).waitFor()
    await page.getByRole('alert').getByText('The server answered 502.').waitFor()
    await expectNoAxeViolations(page)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { level: 1, name: 'Devices' }).waitFor()
  })

  test('a link to a page that is not there is answered in words, with a way on', async () => {
    await page.goto(`${console.url}/groups`)
    await page.getByRole('heading', { level: 1, name: 'Groups' }).waitFor()
    await page.evaluate("history.pushState({}, '', '/nowhere')")
    await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor()
    await expectNoAxeViolations(page)
    await page.getByRole('link', { name: 'To the devices' }).click()
    await page.getByRole('heading', { level: 1, name: 'Devices' }).waitFor()
  })

  test('what is on the screen stays there while the server is away, and the page says that it may be old', async () => {
    await page.goto(`${console.url}/groups`)
    await page.getByRole('cell', { name: 'default', exact: true }).waitFor()
    await page.route('**/api/v1/**', (route) => route.abort('connectionrefused'))
    await page.getByRole('link', { name: 'Actions', exact: true }).click()
    await page.getByText('The server cannot be reached: what is shown may be old.').waitFor()
    await page.getByRole('link', { name: 'Groups', exact: true }).click()
    await page.getByRole('cell', { name: 'default', exact: true }).waitFor()
    await page.unroute('**/api/v1/**')
    await page.getByRole('link', { name: 'Users', exact: true }).click()
    await page.getByRole('cell', { name: administrator.email }).waitFor()
    assert.equal(await page.getByText('what is shown may be old').count(), 0)
  })

  test('what is done while the server is away is not lost: the form stays, and says what happened', async () => {
    await page.goto(`${console.url}/groups`)
    await page.getByRole('button', { name: 'New group' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Berlin')
    await page.route('**/api/v1/groups', (route) => route.abort('connectionrefused'), { times: 1 })
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('dialog').getByText('Check the connection to the server, then try again.').waitFor()
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('cell', { name: 'Berlin', exact: true }).waitFor()
  })

  test('a session that is over leads to the sign-in, and back to the page that one was on', async () => {
    await page.goto(`${console.url}/groups`)
    await page.getByRole('cell', { name: 'default', exact: true }).waitFor()
    await page.context().clearCookies()
    await page.getByRole('link', { name: 'Users', exact: true }).click()
    await page.getByLabel('E-mail address').fill(administrator.email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor()
  })

  test('no page had a script error, was refused by its policy, or asked another server for anything', () => {
    assert.deepEqual([...console.faults, ...said], [])
  })
})
