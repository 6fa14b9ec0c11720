import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { expectNoAxeViolations } from './support/axe.ts'
import { inBrowser } from './support/chromium.ts'
import { administrator, password, signIn } from './support/sign-in.ts'
import { type ConsoleUnderTest, startConsole } from './support/start-console.ts'

describe('signing in to the console', inBrowser, () => {
  let console: ConsoleUnderTest
  let page: Page

  before(async () => {
    console = await startConsole()
    page = await console.openPage()
  })

  // The same page for all, which nobody is signed in to: one of its own for each takes a second and a half.
  beforeEach(async () => {
    if (page.url().startsWith(console.url)) await page.evaluate('localStorage.clear(), sessionStorage.clear()')
    await page.context().clearCookies()
    await page.unrouteAll()
  })

  after(() => console?.close())

  test('the printed link makes the first administrator, who is then signed in', async () => {
    await page.goto(console.server.setUpLink!)
    await page.getByLabel('Your name').fill(administrator.name)
    await page.getByLabel('E-mail address').fill(administrator.email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await expectNoAxeViolations(page)
    await page.getByRole('button', { name: 'Set up and sign in' }).click()
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    assert.equal(await page.getByRole('button', { name: administrator.name }).count(), 1)
  })

  test('the link has done its work once a user exists', async () => {
    await page.goto(console.server.setUpLink!)
    await page.getByRole('heading', { name: 'Muster is set up' }).waitFor()
  })

  test('a page that needs a session leads to the sign-in, and on to that page', async () => {
    await page.goto(`${console.url}/devices?os=linux`)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await expectNoAxeViolations(page)

    await page.getByLabel('E-mail address').fill(administrator.email)
    await page.getByLabel('Password', { exact: true }).fill('not the password at all')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    assert.match((await page.getByRole('alert').textContent()) ?? '', /did not work/)

    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Devices' }).waitFor()
    assert.equal(new URL(page.url()).search, '?os=linux')
  })

  test('a link that names another place after the sign-in does not lead there', async () => {
    await page.goto(`${console.url}/sign-in?return_to=${encodeURIComponent('//example.com/devices')}`)
    await page.getByLabel('E-mail address').fill(administrator.email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    assert.equal(page.url(), `${console.url}/`)
  })

  test('what the server wants a fresh sign-in for is done once the user has confirmed, with the same key', async () => {
    await signIn(console, { page, path: '/groups' })
    const keys: (string | undefined)[] = []
    // As after some minutes: the first request is sent back. All that follows is the server's own.
    await page.route('**/api/v1/groups', async (route) => {
      keys.push(route.request().headers()['idempotency-key'])
      const error = { code: 'fresh_sign_in_needed', message: 'Confirm who you are.', errors: [], request_id: 'test' }
      if (keys.length === 1) await route.fulfill({ status: 403, json: { error } })
      else await route.continue()
    })
    await page.getByRole('button', { name: 'New group' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Berlin')
    await page.getByRole('button', { name: 'Create' }).click()

    const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' })
    await dialog.getByLabel('Password', { exact: true }).fill(password)
    await dialog.getByRole('button', { name: 'Confirm' }).click()
    await page.getByRole('cell', { name: 'Berlin', exact: true }).waitFor()
    assert.equal(keys.length, 2)
    assert.equal(keys[0], keys[1])
  })

  test('who signs out sees no page any more', async () => {
    await page.goto(`${console.url}/sign-in`)
    await page.getByLabel('E-mail address').fill(administrator.email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('button', { name: administrator.name }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.goto(`${console.url}/devices`)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })

  test('no page had a script error, was refused by its policy, or asked another server for anything', () => {
    assert.deepEqual(console.faults, [])
  })
})
