import assert from 'node:assert/strict'
import { type AddressInfo, createServer } from 'node:net'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { totpCode } from '../support/totp.ts'
import { expectNoAxeViolations } from './support/axe.ts'
import { inBrowser } from './support/chromium.ts'
import { addUser, password, setUpAdministrator, signIn } from './support/sign-in.ts'
import { type ConsoleUnderTest, startConsole } from './support/start-console.ts'

describe('second factors, by the profile page', inBrowser, () => {
  let console: ConsoleUnderTest

  before(async () => {
    // Passkeys are of a name, not of an address.
    const port = String(await findFreePort())
    console = await startConsole({ MUSTER_PORT: port, MUSTER_PUBLIC_URL: `http://localhost:${port}` })
    await setUpAdministrator(console)
  })

  after(() => console?.close())

  async function signOut(page: Page): Promise<void> {
    await page.getByRole('button', { name: /^The / }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  }

  async function givePassword(page: Page, email: string): Promise<void> {
    await page.getByLabel('E-mail address').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('heading', { name: 'Second factor' }).waitFor()
  }

  const arrive = (page: Page) => page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  const textOf = async (page: Page, label: string) =>
    ((await page.locator(`pre[aria-label="${label}"]`).textContent()) ?? '').trim()

  test('an authenticator app is set up, asked for at the sign-in, stood in for by a recovery code once, and removed', async () => {
    const email = await addUser(console, 'viewer')
    const page = await signIn(console, { email, path: '/profile' })
    page.setDefaultTimeout(15_000)
    await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
    const secret = await textOf(page, 'Secret')
    // A code is good once, and some seconds before and after its time: three in a row without waiting.
    const codeAt = (seconds: number) => totpCode(secret.replaceAll(/\s/g, ''), new Date(Date.now() + seconds * 1000))
    await page.getByLabel('Code', { exact: true }).fill(codeAt(-30))
    await expectNoAxeViolations(page)
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByText('Your recovery codes are shown only now').waitFor()
    const [recoveryCode = ''] = (await textOf(page, 'Recovery codes')).split('\n')
    await expectNoAxeViolations(page)

    await signOut(page)
    await givePassword(page, email)
    const field = page.getByLabel('Code of your authenticator app')
    await field.fill(codeAt(-30))
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('alert').waitFor()
    await expectNoAxeViolations(page)
    await field.fill(codeAt(0))
    await page.getByRole('button', { name: 'Go on' }).click()
    await arrive(page)

    await signOut(page)
    await givePassword(page, email)
    await page.getByRole('button', { name: 'Use a recovery code' }).click()
    await page.getByLabel('Recovery code', { exact: true }).fill(recoveryCode)
    await page.getByRole('button', { name: 'Go on' }).click()
    await arrive(page)

    await signOut(page)
    await givePassword(page, email)
    await page.getByRole('button', { name: 'Use a recovery code' }).click()
    await page.getByLabel('Recovery code', { exact: true }).fill(recoveryCode)
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('alert').waitFor()
    await page.getByRole('button', { name: 'Use the authenticator app' }).click()
    await page.getByLabel('Code of your authenticator app').fill(codeAt(30))
    await page.getByRole('button', { name: 'Go on' }).click()
    await arrive(page)

    await page.goto(`${console.url}/profile`)
    await page.getByText('You have 9 left.').waitFor()
    await page.getByRole('button', { name: 'Remove the authenticator app' }).click()
    await page.getByRole('button', { name: 'Set up an authenticator app' }).waitFor()
  })

  test('a passkey is added, signs in alone, serves as second factor and for a fresh sign-in, and is removed', async () => {
    const email = await addUser(console, 'operator')
    const page = await signIn(console, { email, path: '/profile' })
    page.setDefaultTimeout(15_000)
    const devTools = await page.context().newCDPSession(page)
    await devTools.send('WebAuthn.enable')
    await devTools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await page.getByLabel('Name of the new passkey').fill('My laptop')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('My laptop').waitFor()

    await signOut(page)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await arrive(page)

    await signOut(page)
    await givePassword(page, email)
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await arrive(page)

    await page.goto(`${console.url}/groups`)
    // As after some minutes: the first request is sent back. All that follows is the server's own.
    await page.route(
      '**/api/v1/groups',
      (route) => {
        const error = { code: 'fresh_sign_in_needed', message: 'Confirm who you are.', errors: [], request_id: 'test' }
        return route.fulfill({ status: 403, json: { error } })
      },
      { times: 1 },
    )
    await page.getByRole('button', { name: 'New group' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Berlin')
    await page.getByRole('button', { name: 'Create' }).click()
    const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' })
    await dialog.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByRole('cell', { name: 'Berlin', exact: true }).waitFor()

    await page.goto(`${console.url}/profile`)
    await page.getByRole('button', { name: 'Remove the passkey My laptop' }).click()
    await page.getByText('You have none.').waitFor()
  })

  test('no page had a script error, was refused by its policy, or asked another server for anything', () => {
    assert.deepEqual(console.faults, [])
  })
})

async function findFreePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
