import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { waitUntil } from '../support/embedded-server.ts'
import { expectNoAxeViolations, expectNoLackOfContrast } from './support/axe.ts'
import { inBrowser } from './support/chromium.ts'
import { type Office, openOffice } from './support/open-office.ts'
import { setUpAdministrator, signIn } from './support/sign-in.ts'
import { type ConsoleUnderTest, startConsole } from './support/start-console.ts'
import { takeScreenshot } from './support/take-screenshot.ts'

interface Shot {
  /** Of the file; the theme comes behind it. */
  readonly name: string
  readonly path: string
  readonly title: string
  /** Texts that stand on the page only once its data are there. */
  readonly shows: readonly string[]
  /** What is done on the page before it is looked at. */
  readonly prepare?: (page: Page) => Promise<void>
  /** It is shown as a phone has it, too. */
  readonly onPhone?: true
}

const desktop = { width: 1280, height: 800 }
const phone = { width: 390, height: 844 }
const bytesMax = 2_000_000
const patienceSeconds = 10

describe('every page, in a company in the middle of its day', inBrowser, () => {
  let console: ConsoleUnderTest
  let office: Office
  let page: Page
  const consoleErrors: string[] = []
  let bytes = 0

  before(async () => {
    console = await startConsole()
    await setUpAdministrator(console)
    office = await openOffice(console)
    page = await console.openPage({ viewport: desktop, colorScheme: 'light' })
    page.setDefaultTimeout(patienceSeconds * 1000)
  })

  after(async () => {
    office?.close()
    await console?.close()
  })

  /** In both themes, at the width of a desk and of a phone: all of it there, nothing that axe finds or that lies beside the window. */
  async function look({ name, path, title, shows, prepare, onPhone }: Shot): Promise<void> {
    await page.setViewportSize(desktop)
    await page.emulateMedia({ colorScheme: 'light' })
    await page.goto(console.url + path)
    await prepare?.(page)
    await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
    for (const text of shows) await page.getByText(text).first().waitFor()
    await expectWhole(name)
    await expectNoAxeViolations(page, name)
    bytes += await takeScreenshot(page, `${name}-light`)
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.locator('html[data-mantine-color-scheme="dark"]').waitFor()
    await settle()
    await expectNoLackOfContrast(page, `${name} in the dark`)
    bytes += await takeScreenshot(page, `${name}-dark`)
    await page.setViewportSize(phone)
    await expectWhole(name)
    if (onPhone) bytes += await takeScreenshot(page, `${name}-phone`)
  }

  /** Until nothing fades or slides any more: colours on their way have no contrast. */
  async function settle(): Promise<void> {
    await page.evaluate(
      'Promise.allSettled(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished))',
    )
  }

  async function expectWhole(name: string): Promise<void> {
    const loading = page.locator('[role=status][aria-label=Loading], .mantine-datatable-loader-fetching')
    await waitUntil(
      `${name} has loaded`,
      async () => {
        const seen = await Promise.all((await loading.all()).map((one) => one.isVisible()))
        return !seen.includes(true)
      },
      patienceSeconds,
    )
    assert.deepEqual(await page.getByRole('alert').allTextContents(), [], name)
    // The frame moves for a moment when the window changes.
    const isNarrow = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth'
    await waitUntil(
      `nothing of ${name} lies beside the window`,
      () => page.evaluate<boolean>(isNarrow),
      patienceSeconds,
    )
    await settle()
  }

  test('the sign-in is whole in both themes, at a desk and on a phone', async () => {
    await look({ name: 'sign-in', path: '/sign-in', title: 'Sign in', shows: ['E-mail address'] })
    page = await signIn(console, { viewport: desktop, colorScheme: 'light' })
    page.setDefaultTimeout(patienceSeconds * 1000)
    page.on('console', (message) => {
      if (message.type() === 'error') consoleErrors.push(`${page.url()}: ${message.text()}`)
    })
  })

  for (const shot of shots()) {
    test(`${shot.name} has its data in both themes, at a desk and on a phone`, () => look(shot))
  }

  test('an action that goes on, and one that has ended with failures, show each device', async () => {
    await look({
      name: 'action',
      path: `/actions/${office.scanId}`,
      title: 'Scan for malware',
      shows: ['KIOSK-001'],
      onPhone: true,
    })
    await look({
      name: 'action-ended',
      path: `/actions/${office.renewalId}`,
      title: 'Renew DHCP lease',
      shows: ['No interface has an address by DHCP.'],
    })
  })

  test('a webhook shows what became of each event; none is made for an address of a private network', async () => {
    await look({
      name: 'webhook',
      path: `/webhooks/${office.webhookId}`,
      title: 'Webhook',
      shows: ['answered 503', 'Send again'],
    })
    await page.setViewportSize(desktop)
    await page.getByRole('link', { name: 'Webhooks', exact: true }).click()
    await page.getByRole('button', { name: 'New webhook' }).click()
    const address = page.getByRole('textbox', { name: 'Address' })
    await address.fill('https://10.0.0.8/hook')
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByText('10.0.0.8 is no public address').waitFor()
    assert.equal(await address.getAttribute('aria-invalid'), 'true')
    await expectNoAxeViolations(page, 'a new webhook')
    // The browser itself notes every answer that is no success; this one was asked for.
    await waitUntil('the browser has noted the refusal', async () => consoleErrors.length > 0, patienceSeconds)
    assert.match(consoleErrors.pop()!, /status of 400/)
  })

  test('findings are found by a part of their path, the licence count is set, a user’s session is ended', async () => {
    await page.setViewportSize(desktop)
    await page.goto(`${console.url}/findings`)
    await page.getByText('Eicar-Test-Signature').waitFor()
    await page.getByRole('searchbox', { name: 'Part of the path' }).fill('KIOSK/plug')
    await page.getByText('Eicar-Test-Signature').waitFor({ state: 'detached' })
    await page.getByText('Unix.Trojan.Mirai-7100807-0').waitFor()
    assert.equal(new URL(page.url()).searchParams.get('path'), 'KIOSK/plug')

    await page.goto(`${console.url}/settings`)
    await page.getByRole('checkbox', { name: 'At most' }).check()
    await page.getByRole('textbox', { name: 'Devices that the licence allows' }).fill('500')
    await page.getByRole('region', { name: 'Licence' }).getByRole('button', { name: 'Save' }).click()
    await page.getByText('The licence count is changed.').waitFor()
    assert.equal((await console.call('GET', '/licence')).body.devices_allowed, 500)

    await page.goto(`${console.url}/users`)
    await page.getByRole('button', { name: 'More for Olu Adeyemi' }).click()
    await page.getByRole('menuitem', { name: 'Sessions …' }).click()
    const dialog = page.getByRole('dialog', { name: 'Sessions of Olu Adeyemi' })
    const ends = dialog.getByRole('button', { name: /^End the session/ })
    await ends.first().waitFor()
    const sessions = await ends.count()
    await ends.first().click()
    await waitUntil('one session less is listed', async () => (await ends.count()) === sessions - 1, patienceSeconds)
  })

  test('on a phone the navigation opens', async () => {
    await page.setViewportSize(phone)
    await page.goto(console.url)
    await page.getByRole('button', { name: 'Navigation' }).click()
    await page.getByRole('link', { name: 'Devices', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Devices' }).waitFor()
  })

  test('none had an error, or was refused anything by its policy', () => {
    assert.deepEqual([...console.faults, ...consoleErrors], [])
  })

  test('all pictures together stay small enough for the documents', () => {
    assert.ok(bytes > 100_000 && bytes < bytesMax, `${bytes} bytes`)
  })
})

function shots(): Shot[] {
  return [
    { name: 'overview', path: '/', title: 'Overview', shows: ['Malware on 4 devices'], onPhone: true },
    { name: 'devices', path: '/devices', title: 'Devices', shows: ['HQ-DT-101', '174 devices'], onPhone: true },
    {
      name: 'devices-filtered',
      path: '/devices?status=non_compliant&group_id=field&sort=hostname',
      title: 'Devices',
      shows: ['FS-LT-111'],
      prepare: async (page) => {
        await page.getByRole('checkbox', { name: 'Select every device on this page' }).check()
      },
    },
    { name: 'device', path: '/devices/hq-dt-111', title: 'HQ-DT-111', shows: ['olu@example.com'] },
    { name: 'actions', path: '/actions', title: 'Actions', shows: ['Scan for malware'] },
    { name: 'exemptions', path: '/exemptions', title: 'Exemptions', shows: ['FS-LT-101'] },
    { name: 'findings', path: '/findings', title: 'Findings', shows: ['Eicar-Test-Signature'] },
    { name: 'groups', path: '/groups', title: 'Groups', shows: ['Field service'] },
    {
      name: 'compliance',
      path: '/compliance?group_id=kiosks',
      title: 'Compliance',
      shows: ['Gravest issue: critical', 'Packages that are not wanted'],
    },
    { name: 'enrolment', path: '/enrolment', title: 'Enrolment', shows: ['New desks, third floor'] },
    { name: 'applications', path: '/applications', title: 'Applications', shows: ['Service desk'] },
    { name: 'webhooks', path: '/webhooks', title: 'Webhooks', shows: ['Security operations'] },
    { name: 'logs', path: '/logs', title: 'Logs', shows: ['HQ-DT-130'] },
    { name: 'logs-admin', path: '/logs?log=admin', title: 'Logs', shows: ['Ada Admin'] },
    { name: 'users', path: '/users', title: 'Users', shows: ['Noa Lund'] },
    { name: 'profile', path: '/profile', title: 'Your profile', shows: ['This one'] },
    { name: 'settings', path: '/settings', title: 'Settings', shows: ['Ed25519'] },
    { name: 'settings-identity', path: '/settings?tab=identity', title: 'Settings', shows: ['What users are asked'] },
    { name: 'settings-policy', path: '/settings?tab=policy', title: 'Settings', shows: ['Scan for malware'] },
    {
      name: 'settings-retention',
      path: '/settings?tab=retention',
      title: 'Settings',
      shows: ['Devices not heard of', 'last seen before that', '18,340 in all'],
    },
    { name: 'settings-releases', path: '/settings?tab=releases', title: 'Settings', shows: ['No releases'] },
    {
      name: 'settings-duplicates',
      path: '/settings?tab=duplicates',
      title: 'Settings',
      shows: ['No machine passes for another’s device'],
    },
    {
      name: 'act',
      path: '/devices?group_id=kiosks',
      title: 'Act on devices',
      shows: ['Will be done'],
      prepare: async (page) => {
        await page.getByRole('button', { name: /^Select all .* matching this filter/ }).click()
        await page.getByRole('link', { name: /^Act on/ }).click()
        await page.getByRole('radio', { name: 'Fetch agent log' }).click()
        await page.getByRole('button', { name: 'Show the plan' }).click()
      },
    },
  ]
}
