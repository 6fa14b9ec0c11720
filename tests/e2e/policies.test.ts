import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { enrolScanner, type ScanningAgent } from '../fleet/support/scanning-agent.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'
import { expectNoAxeViolations } from './support/axe.ts'
import { inBrowser } from './support/chromium.ts'
import { setUpAdministrator, signIn } from './support/sign-in.ts'
import { type ConsoleUnderTest, startConsole } from './support/start-console.ts'

describe('what holds for the account: compliance, webhooks, retention', inBrowser, () => {
  let console: ConsoleUnderTest
  let receiver: WebhookReceiver
  let agent: ScanningAgent
  let page: Page

  before(async () => {
    receiver = await startWebhookReceiver()
    console = await startConsole({
      MUSTER_WEBHOOK_PRIVATE_ADDRESSES: 'allowed',
      MUSTER_WEBHOOK_PLAIN_HTTP: 'allowed',
    })
    await setUpAdministrator(console)
    const { token } = (await console.call('POST', '/enrolment-tokens', { uses: 1 })).body
    agent = await enrolScanner(console.url, token, 'laptop')
    const taken_at = Math.floor(Date.now() / 1000)
    agent.socket.send({
      type: 'checks',
      checks: [{ check: 'firewall', result: 'fail', facts: {}, taken_at }],
      looked_for: [],
    })
    page = await signIn(console, { path: '/compliance' })
    page.setDefaultTimeout(15_000)
  })

  after(async () => {
    agent?.socket.cut()
    await console?.close()
    await receiver?.close()
  })

  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  const region = (name: string) => page.getByRole('region', { name, exact: true })
  const howMany = (status: string) =>
    page.getByRole('row', { name: new RegExp(`^${status} `) }).getByRole('link', { name: '1 device' })

  test('a policy is looked at once more before it holds, and then the devices’ statuses follow', async () => {
    await howMany('Compliant').waitFor()
    await region('Firewall').getByRole('radio', { name: 'Does not count' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await button('Review the change …').click()
    const dialog = page.getByRole('dialog', { name: 'Change the policy of the account?' })
    await dialog.getByText('Firewall: critical at once (before: does not count)').waitFor()
    assert.deepEqual((await console.call('GET', '/compliance-policy')).body.checks, [])
    await expectNoAxeViolations(page, 'a change of policy')
    await button('Change the policy').click()
    await howMany('Not compliant').click()
    await page
      .getByRole('row', { name: /laptop/ })
      .getByText('Not compliant')
      .waitFor()
    await page.getByRole('link', { name: 'laptop', exact: true }).click()
    await region('Compliance').getByText('Firewall: nothing keeps connections out').waitFor()
    await region('Compliance').getByText('Critical').waitFor()
  })

  test('a group gets a policy of its own, from what it went by, and goes by the account’s again', async () => {
    await page.getByRole('link', { name: 'Policy of its group' }).click()
    await region('Firewall').getByText('critical at once').waitFor()
    await button('Give it a policy of its own').click()
    await region('Firewall').getByRole('textbox', { name: 'Counts after failing for' }).fill('7')
    await region('Unwanted software').getByText('Warning').click()
    assert.equal(await button('Review the change …').isDisabled(), true)
    await page.getByLabel('Packages that are not wanted').first().pressSequentially('telnetd,xmrig,')
    await button('Review the change …').click()
    const dialog = page.getByRole('dialog', { name: /^Change the policy of the group/ })
    await dialog.getByText('Firewall: critical after 7 days (before: critical at once)').waitFor()
    await dialog.getByText('Unwanted software: warning at once: telnetd, xmrig').waitFor()
    await button('Change the policy').click()
    await howMany('Compliant').waitFor()
    const { body } = await console.call('GET', '/groups/default/compliance-policy')
    assert.deepEqual(body.checks, [
      { check: 'firewall', severity: 'critical', grace_seconds: 7 * 86_400 },
      { check: 'unwanted_software', severity: 'warning', grace_seconds: 0, names: ['telnetd', 'xmrig'] },
    ])
    await button('Go by the account’s policy …').click()
    await button('Go by the account’s').click()
    await howMany('Not compliant').waitFor()
    await page.getByText('This group goes by the account’s policy.').waitFor()
  })

  test('a webhook is made, what its receiver refused is given up, and goes out again: one, and all', async () => {
    receiver.answer(500)
    await page.getByRole('link', { name: 'Webhooks', exact: true }).click()
    await button('New webhook').click()
    const address = page.getByRole('textbox', { name: 'Address' })
    await address.fill('ftp://siem.example.com')
    await button('Create').click()
    await page.getByText('What has to be mended stands by its field.').waitFor()
    assert.equal(await address.getAttribute('aria-invalid'), 'true')
    await page.getByText('begins with https://').waitFor()
    await address.fill(receiver.url)
    await button('Create').click()
    await page
      .getByRole('status')
      .filter({ hasText: 'is shown only now' })
      .getByText(/^whsec_/)
      .waitFor()
    await button('I have kept the secret').click()
    assert.equal(await page.getByText(/whsec_/).count(), 0)

    await page.getByRole('link', { name: receiver.url }).click()
    await button('Send a test').click()
    await page.getByRole('row', { name: /Test/ }).getByText('answered 500').waitFor()
    await button('Send a test').click()
    await waitUntil('both wait', async () => (await page.getByRole('row', { name: /Test.*Waiting/ }).count()) === 2)
    await giveUpNext()
    const dead = page.getByRole('row', { name: /Test.*Given up/ })
    const delivered = page.getByRole('row', { name: /Test.*Delivered/ })
    await waitUntil('both are given up', async () => (await dead.count()) === 2)
    const told = new Set(receiver.received.splice(0).map(({ headers }) => headers['webhook-id']))
    assert.equal(told.size, 2)

    receiver.answer(204)
    await dead
      .first()
      .getByRole('button', { name: /^Send again/ })
      .click()
    await waitUntil('one arrived', async () => (await delivered.count()) === 1)
    await button('Send all 1 given up again …').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click()
    await waitUntil('both arrived', async () => (await delivered.count()) === 2)
    assert.deepEqual(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])), told)
  })

  /** As if the attempts of a day had been made, but for the last. */
  async function giveUpNext(): Promise<void> {
    const { pool } = console.server.services
    await pool.query(`update webhook_delivery set attempts = 10, due_at = now() where state = 'waiting'`)
    await pool.query('update webhook set held_until = null')
  }

  test('a webhook is paused, goes on, and is deleted only when that is confirmed', async () => {
    const state = (name: string) => region('What it is').getByText(name, { exact: true }).waitFor()
    await button('Pause …').click()
    await button('Pause').click()
    await state('Paused')
    assert.equal(await button('Send a test').isDisabled(), true)
    await button('Go on').click()
    await state('On')
    await button('Delete …').click()
    await button('No, leave it').click()
    await button('Delete …').click()
    await button('Delete the webhook').click()
    await page.getByText('No webhooks').waitFor()
    assert.deepEqual((await console.call('GET', '/webhooks')).body.items, [])
  })

  test('keeping less long is warned of, keeping longer is not; what the server refuses stands by its field', async () => {
    const kept = async () => {
      const { changed_at, changed_by, runs, ...retention } = (await console.call('GET', '/retention')).body
      return retention
    }
    await page.getByRole('link', { name: 'Settings', exact: true }).click()
    await page.getByRole('tab', { name: 'Retention' }).click()
    await page.getByRole('checkbox', { name: 'Reports: at most' }).check()
    await page.getByRole('textbox', { name: 'Reports: days' }).fill('30')
    await button('Save …').click()
    const dialog = page.getByRole('dialog', { name: 'Keep this for less long?' })
    await dialog.getByText('Reports: 30 days (before: for ever)').waitFor()
    assert.deepEqual(await kept(), {})
    await expectNoAxeViolations(page, 'the warning')
    await button('Keep it for less long').click()
    await page.getByText('Changed just now by').waitFor()
    assert.deepEqual(await kept(), { reports_days: 30 })

    await page.getByRole('checkbox', { name: 'Deleted devices: at most' }).check()
    await button('Save …').click()
    await button('Keep it for less long').click()
    await dialog.getByText('What has to be mended stands by its field.').waitFor()
    await button('No, leave it').click()
    await region('Deleted devices').getByText('goes with actions_days').waitFor()
    await page.getByRole('checkbox', { name: 'Deleted devices: at most' }).uncheck()
    await page.getByRole('textbox', { name: 'Reports: days' }).fill('60')
    await button('Save').click()
    await waitUntil('it is kept longer', async () => (await kept()).reports_days === 60)
  })

  test('no page had a script error, was refused by its policy, or asked another server for anything', () => {
    assert.deepEqual(console.faults, [])
  })
})
