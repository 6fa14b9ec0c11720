import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startOpenIdProvider, type TestOpenIdProvider } from '../support/openid-provider.ts'
import { expectNoAxeViolations } from './support/axe.ts'
import { inBrowser } from './support/chromium.ts'
import { administrator, setUpAdministrator, signIn } from './support/sign-in.ts'
import { type ConsoleUnderTest, startConsole } from './support/start-console.ts'

describe('the company’s account', inBrowser, () => {
  let provider: TestOpenIdProvider
  let console: ConsoleUnderTest

  before(async () => {
    provider = await startOpenIdProvider()
    console = await startConsole({
      MUSTER_OIDC_ISSUER: provider.issuer,
      MUSTER_OIDC_CLIENT_ID: provider.clientId,
      MUSTER_OIDC_CLIENT_SECRET: provider.clientSecret,
      MUSTER_OIDC_NAME: 'Example Inc.',
    })
    provider.serve(`${console.url}/auth/oidc/callback`)
    provider.people.set('ada', { email: administrator.email, name: administrator.name })
    await setUpAdministrator(console)
  })

  after(async () => {
    await console?.close()
    await provider?.close()
  })

  /** On the provider's own pages; the fonts that they ask for are not fetched. */
  async function signInThere(page: Page): Promise<void> {
    await page.locator('input[name=login]').fill('ada')
    await page.locator('input[name=password]').fill('any')
    await page.locator('button[type=submit]').click()
    await page.getByRole('button', { name: 'Continue' }).click()
  }

  test('who has a user links it in the profile, and signs in by it from then on', async () => {
    const page = await signIn(console, { path: '/profile' })
    await page.route('https://**', (route) => route.abort())
    const card = page.getByRole('region', { name: 'Company account' })
    await expectNoAxeViolations(page)
    await card.getByRole('button', { name: 'Link your account' }).click()
    await signInThere(page)
    await card.getByText('You can sign in with your account of Example Inc.').waitFor()

    const other = await console.openPage()
    await other.route('https://**', (route) => route.abort())
    await other.goto(`${console.url}/sign-in`)
    await other.getByRole('link', { name: /Example Inc\./ }).click()
    await signInThere(other)
    await other.getByRole('button', { name: administrator.name }).waitFor()
    assert.deepEqual(
      console.faults.filter((fault) => !fault.includes(provider.issuer)),
      [],
    )
  })
})
