import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startOpenIdProvider, type TestOpenIdProvider } from '../support/openid-provider.ts'
import { expectNoAxeViolations } from './support/axe.ts'
import { inBrowser } from './support/chromium.ts'
import { administrator, password, setUpAdministrator, signIn } from './support/sign-in.ts'
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

  test('an application of another site is let in on the way over sign-in and question, and then without either', async () => {
    const portal = await startPortal()
    try {
      const { body } = await console.call('POST', '/applications', { name: 'Portal', redirect_uris: [portal.back] })
      const request = { response_type: 'code', client_id: body.client_id, redirect_uri: portal.back, state: 'kept' }
      portal.asks = `${console.url}/o/oauth/authorize?${new URLSearchParams(request)}`
      const page = await console.openPage()
      await page.goto(portal.url)
      await page.getByRole('link').click()
      await page.getByLabel('E-mail address').fill(administrator.email)
      await page.getByLabel('Password', { exact: true }).fill(password)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByRole('heading', { name: 'Let “Portal” act for you?' }).waitFor()
      await expectNoAxeViolations(page)
      await page.getByRole('button', { name: 'Allow' }).click()
      await page.getByText('code and kept').waitFor()
      // The session's cookie stays behind on a way that begins at another site.
      await page.goto(portal.url)
      await page.getByRole('link').click()
      await page.getByText('code and kept').waitFor()

      await page.goto(`${console.url}/profile`)
      await page.getByRole('button', { name: 'Let Portal no longer act for you' }).click()
      await page.getByText('None. One that wants to asks you first.').waitFor()
      assert.deepEqual(
        console.faults.filter((fault) => !/localhost|asked for http/.test(fault)),
        [],
      )

      const other = await console.openPage()
      await other.route('https://**', (route) => route.abort())
      await other.goto(portal.url)
      await other.getByRole('link').click()
      await other.getByRole('link', { name: /Example Inc\./ }).click()
      await signInThere(other)
      await other.getByRole('button', { name: 'No' }).click()
      await other.getByText('access_denied and kept').waitFor()
    } finally {
      await portal.close()
    }
  })
})

/** An application's own site: `localhost` is another one than 127.0.0.1. */
async function startPortal() {
  const server = createServer(({ url }, response) => {
    const { pathname, searchParams: query } = new URL(url!, portal.url)
    response.setHeader('content-type', 'text/html')
    const came = `<p>${query.has('code') ? 'code' : query.get('error')} and ${query.get('state')}</p>`
    response.end(pathname === '/back' ? came : `<a href="${portal.asks.replaceAll('&', '&amp;')}">Connect</a>`)
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  const portal = { url, back: `${url}/back`, asks: '', close }
  return portal
}
