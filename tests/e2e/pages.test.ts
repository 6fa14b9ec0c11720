import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { waitUntil } from '../support/embedded-server.ts'
import { expectNoAxeViolations, expectNoLackOfContrast } from './support/axe.ts'
import { inBrowser } from './support/chromium.ts'
import { setUpAdministrator, signIn } from './support/sign-in.ts'
import { type ConsoleUnderTest, startConsole } from './support/start-console.ts'

/** Address and title of every page. */
const pages: readonly (readonly [path: string, title: string])[] = [
  ['/', 'Overview'],
  ['/devices', 'Devices'],
  ['/devices/laptop-1', 'laptop-1'],
  ['/act', 'Act'],
  ['/actions', 'Actions'],
  ['/exemptions', 'Exemptions'],
  ['/exemptions?state=endless', 'Exemptions'],
  ['/findings', 'Findings'],
  ['/groups', 'Groups'],
  ['/enrolment', 'Enrolment'],
  ['/logs', 'Logs'],
  ['/logs?log=admin', 'Logs'],
  ['/profile', 'Your profile'],
  ['/settings', 'Settings'],
  ['/settings?tab=identity', 'Settings'],
  ['/settings?tab=policy', 'Settings'],
  ['/settings?tab=releases', 'Settings'],
  ['/settings?tab=duplicates', 'Settings'],
  ['/applications', 'Applications'],
  ['/users', 'Users'],
]

describe('the pages of the console', inBrowser, () => {
  let console: ConsoleUnderTest

  before(async () => {
    console = await startConsole()
    await setUpAdministrator(console)
    await console.call('POST', '/groups', { group_id: 'lab', name: 'Lab' })
    const devices = ['laptop-1', 'laptop-2', 'laptop-3'].map((device_id) => ({
      device_id,
      hostname: device_id,
      os: 'windows',
      macs: [`02:00:00:00:00:0${device_id.at(-1)}`],
    }))
    await console.call('POST', '/devices/import', { devices })
    const ids = (...numbers: number[]) => ({ ids: numbers.map((number) => `laptop-${number}`) })
    await console.call('POST', '/actions', { type: 'exempt', params: { hours: 8 }, devices: ids(1) })
    await console.call('POST', '/actions', { type: 'exempt', params: { hours: 0 }, devices: ids(2) })
    await console.call('POST', '/enrolment-tokens', { uses: 2, description: 'for the lab' })
    await console.call('POST', '/applications', { name: 'Service desk' })
  })

  after(() => console?.close())

  /** Opened, loaded, and without the marks of something that failed or still loads. */
  async function open(page: Page, path: string, title: string): Promise<void> {
    await page.goto(console.url + path)
    await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
    await waitUntil(
      `${path} is loaded`,
      async () => (await page.getByRole('status', { name: 'Loading' }).count()) === 0,
    )
    await page.waitForLoadState('networkidle')
    assert.deepEqual(await page.getByRole('alert').allTextContents(), [], path)
  }

  test('axe finds nothing on any of them', async () => {
    const page = await signIn(console)
    for (const [path, title] of pages) {
      await open(page, path, title)
      await expectNoAxeViolations(page, path)
    }
  })

  test('in the dark all can be read as well', async () => {
    const page = await signIn(console, { colorScheme: 'dark' })
    for (const [path, title] of pages) {
      await open(page, path, title)
      await expectNoLackOfContrast(page, path)
    }
  })

  test('on a phone none is wider than the screen, and the navigation opens', async () => {
    const page = await signIn(console, { viewport: { width: 375, height: 740 } })
    for (const [path, title] of pages) {
      await open(page, path, title)
      const width = await page.evaluate<number>('document.documentElement.scrollWidth')
      assert.ok(width <= 375, `${path} is ${width} wide`)
    }
    await page.getByRole('button', { name: 'Navigation' }).click()
    await page.getByRole('link', { name: 'Devices', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Devices' }).waitFor()
  })

  test('none had a script error, was refused by its policy, or asked another server for anything', () => {
    assert.deepEqual(console.faults, [])
  })
})
