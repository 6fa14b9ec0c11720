import assert from 'node:assert/strict'
import type { Role } from '@muster/core/api/users.ts'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { createCall } from '../../support/native-client.ts'
import type { ConsoleUnderTest } from './start-console.ts'

export const password = 'correct horse battery staple'
export const administrator = { name: 'Ada Admin', email: 'ada@example.com' }

/** The first administrator, by the link that the server printed; once for each server. */
export async function setUpAdministrator({ server, url }: ConsoleUnderTest): Promise<void> {
  const token = new URLSearchParams(new URL(server.setUpLink!).hash.slice(1)).get('token')
  const { status, text } = await createCall(url, undefined)('POST', '/setup', { token, ...administrator, password })
  assert.equal(status, 201, text)
}

/** A user of this role besides; returns the e-mail address. The password is everybody's. */
export async function addUser(
  { call, url }: ConsoleUnderTest,
  role: Role,
  { email = `${role}@example.com`, name = `The ${role}` } = {},
): Promise<string> {
  const invited = await call('POST', '/users', { email, name, role })
  assert.equal(invited.status, 201, invited.text)
  const token = new URLSearchParams(new URL(invited.body.invitation_link).hash.slice(1)).get('token')
  const accepted = await createCall(url, undefined)('POST', '/invitations/accept', { token, password })
  assert.equal(accepted.status, 200, accepted.text)
  return email
}

/** A page, of its own unless one is given, whose user is signed in, by the form, as a person would. */
export async function signIn(
  console: ConsoleUnderTest,
  {
    email = administrator.email,
    path = '/',
    page: opened,
    ...options
  }: { email?: string; path?: string; page?: Page } & BrowserContextOptions = {},
): Promise<Page> {
  const page = opened ?? (await console.openPage(options))
  await page.goto(`${console.url}/sign-in?return_to=${encodeURIComponent(path)}`)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('navigation', { name: 'Pages', exact: true }).waitFor({ state: 'attached' })
  return page
}
