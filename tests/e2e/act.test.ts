import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type SimulatorProcess, startSimulator } from '../fleet/support/simulator-process.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { makeScratchDirectory } from '../support/scratch-directory.ts'
import { expectNoAxeViolations } from './support/axe.ts'
import { inBrowser } from './support/chromium.ts'
import { setUpAdministrator, signIn } from './support/sign-in.ts'
import { type ConsoleUnderTest, startConsole } from './support/start-console.ts'

const agentCount = 12
const importedCount = 130

describe('acting in the console', inBrowser, () => {
  let console: ConsoleUnderTest
  let scratch: { path: string; remove(): Promise<void> }
  let agents: SimulatorProcess | undefined
  let page: Page

  before(async () => {
    console = await startConsole()
    scratch = await makeScratchDirectory()
    await setUpAdministrator(console)
    const imported = Array.from({ length: importedCount }, (_, index) => ({
      device_id: `printer-${index}`,
      hostname: `printer-${index}`,
      status: index < 30 ? 'unknown' : 'compliant',
      os: 'windows',
    }))
    await console.call('POST', '/devices/import', { devices: imported })
    const { token } = (await console.call('POST', '/enrolment-tokens', { uses: agentCount })).body
    const words = ['--server', console.url, '--token', token, '--count', String(agentCount)]
    agents = startSimulator(...words, '--state', join(scratch.path, 'fleet'), '--seed', '7', '--work-time', '50')
    await waitUntil('the agents are online', async () => {
      const { body } = await console.call('GET', '/account')
      return body.devices_online === agentCount
    })
    page = await signIn(console, { path: '/devices' })
  })

  after(async () => {
    await agents?.kill()
    await console?.close()
    await scratch?.remove()
  })

  test('the filter stands in the address, and the list shows what it matches', async () => {
    await page.getByText(`${importedCount + agentCount} devices`, { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Status' }).click()
    await page.getByRole('checkbox', { name: /Unknown/ }).check()
    await page.keyboard.press('Escape')
    await page.getByText(`30 devices of ${importedCount + agentCount}`).waitFor()
    assert.equal(new URL(page.url()).search, '?status=unknown')

    await page.getByRole('searchbox', { name: 'Search devices' }).fill('printer-2')
    await page.getByText(`11 devices of ${importedCount + agentCount}`).waitFor()
    await page.reload()
    await page.getByText(`11 devices of ${importedCount + agentCount}`).waitFor()
    await page.getByRole('button', { name: 'Clear filter' }).click()
    await page.getByText(`${importedCount + agentCount} devices`, { exact: true }).waitFor()
  })

  test('a selection goes over pages and says how many it holds; all that match are said so in words', async () => {
    const selection = page.getByRole('region', { name: 'Selection' })
    // The list of the filter that was cleared goes last.
    await page.getByText(`1–100 of ${importedCount + agentCount}`).waitFor()
    await page.getByRole('checkbox', { name: 'Select every device on this page' }).check()
    await selection.getByText('100 devices selected', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText(`101–${importedCount + agentCount} of ${importedCount + agentCount}`).waitFor()
    await page
      .getByRole('checkbox', { name: /^Select printer-/ })
      .first()
      .check()
    await selection.getByText('101 devices selected', { exact: true }).waitFor()
    await selection.getByRole('button', { name: `Select all ${importedCount + agentCount} devices` }).click()
    await selection.getByText(`All ${importedCount + agentCount} devices selected`).waitFor()
    await selection.getByRole('button', { name: 'Clear' }).click()
    await selection.getByText('Nothing selected').waitFor()
  })

  test('a filter is kept as a view by a name, and forgotten; which columns are seen stays over a reload', async () => {
    await page.goto(`${console.url}/devices?status=unknown&sort=-hostname`)
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('menuitem', { name: 'Save what is shown' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('To be looked at')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('checkbox', { name: 'Device id' }).check()
    await page.keyboard.press('Escape')
    await page.locator('th', { hasText: 'Device id' }).waitFor()

    await page.goto(`${console.url}/devices`)
    await page.locator('th', { hasText: 'Device id' }).waitFor()
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('menuitem', { name: 'To be looked at' }).click()
    await page.getByText(`30 devices of ${importedCount + agentCount}`).waitFor()
    assert.equal(new URL(page.url()).search, '?status=unknown&sort=-hostname')
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('button', { name: 'Forget the view To be looked at' }).click()
    await page.getByRole('menuitem', { name: 'To be looked at' }).waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
  })

  test('a type that applies to none of the devices is greyed, and says why', async () => {
    await page.goto(`${console.url}/devices?status=unknown`)
    await page.getByRole('button', { name: 'Select all 30 matching this filter' }).click()
    await page.getByRole('link', { name: 'Act on 30 devices' }).click()
    await page.getByText('All 30 devices matching the filter').waitFor()
    const scan = page.getByRole('radio', { name: 'Scan for malware' })
    await waitUntil('the devices are judged', () => scan.isDisabled())
    await page.getByText('The action needs a device with a persistent agent.').first().waitFor()
    assert.equal(await page.getByRole('radio', { name: 'Ignore', exact: true }).isDisabled(), false)
    await expectNoAxeViolations(page)
  })

  test('the plan is shown before anything is done, is applied as shown, and is watched until its end', async () => {
    await page.goto(`${console.url}/devices?online=true`)
    await page.getByRole('button', { name: `Select all ${agentCount} matching this filter` }).click()
    await page.getByRole('link', { name: `Act on ${agentCount} devices` }).click()
    await page.getByRole('radio', { name: 'Fetch agent log' }).click()
    await page.getByRole('button', { name: 'Show the plan' }).click()
    await page.getByText(`Will be done: ${agentCount} devices`).waitFor()
    assert.deepEqual((await console.call('GET', '/actions')).body.items, [])
    await expectNoAxeViolations(page)

    await page.getByRole('button', { name: `Fetch agent log: ${agentCount} devices` }).click()
    await page.waitForURL(/\/actions\/[0-9a-f-]{36}$/)
    await page.getByRole('button', { name: `Done: ${agentCount}` }).waitFor()
    await page.getByRole('heading', { level: 1, name: 'Fetch agent log' }).waitFor()
    await expectNoAxeViolations(page)

    const actionId = page.url().split('/').at(-1)
    const { body } = await console.call('GET', `/actions/${actionId}`)
    assert.equal(body.channel, 'console')
    assert.deepEqual(body.counts, { succeeded: agentCount })
  })

  test('a plan whose devices have changed meanwhile is not applied: what is different is said, and asked anew', async () => {
    await page.goto(`${console.url}/devices?status=unknown`)
    await page.getByRole('button', { name: 'Select all 30 matching this filter' }).click()
    await page.getByRole('link', { name: 'Act on 30 devices' }).click()
    await page.getByRole('radio', { name: 'Ignore', exact: true }).click()
    await page.getByRole('button', { name: 'Show the plan' }).click()
    await page.getByText('Will be done: 30 devices').waitFor()
    await console.call('POST', '/actions', { type: 'ignore', devices: { ids: ['printer-0', 'printer-1'] } })

    await page.getByRole('button', { name: 'Ignore: 30 devices' }).click()
    await page.getByText('The devices have changed since the plan was made; nothing was done').waitFor()
    await page.getByText('No longer on 2 devices.').waitFor()
    const { body } = await console.call('GET', '/devices/count?status=unknown')
    assert.equal(body.devices, 28)
    await page.getByRole('button', { name: 'Ignore: 28 devices' }).click()
    await page.getByRole('button', { name: 'Done: 28', exact: true }).waitFor()
  })

  test('exemptions get another end, and are ended at once', async () => {
    const { body } = await console.call('GET', '/devices?online=true&limit=2')
    const ids = body.items.map(({ device_id }: { device_id: string }) => device_id)
    const [name] = body.items.map(({ hostname }: { hostname: string }) => hostname)
    await console.call('POST', '/actions', { type: 'exempt', params: { hours: 8 }, devices: { ids } })
    await page.goto(`${console.url}/exemptions`)
    await page.getByRole('row').filter({ hasText: name }).waitFor()
    await page.getByRole('checkbox', { name: 'Select every exemption on this page' }).check()
    await page.getByRole('button', { name: 'Set another end' }).click()
    await page.getByRole('textbox', { name: 'Length of the exemption' }).fill('3')
    await page.getByRole('button', { name: 'Show the plan' }).click()
    await page.getByRole('button', { name: 'Exempt: 2 devices' }).click()
    await page.getByRole('button', { name: 'Done: 2', exact: true }).waitFor()
    const { items } = (await console.call('GET', '/exemptions')).body
    assert.equal(items.length, 2)
    for (const { until } of items) assert.ok(Date.parse(until) > Date.now() + 71 * 3_600_000, until)

    await page.goto(`${console.url}/exemptions`)
    await page.getByRole('checkbox', { name: `Select ${name}` }).check()
    await page.getByRole('button', { name: 'End now: 1 device' }).click()
    await page.getByRole('button', { name: 'Show the plan' }).click()
    await page.getByRole('button', { name: 'End exemption: 1 device' }).click()
    await page.getByRole('button', { name: 'Done: 1', exact: true }).waitFor()
    await page.goto(`${console.url}/exemptions?state=ended`)
    await page.getByRole('row').filter({ hasText: name }).getByText('by an action').waitFor()
  })

  test('deleting asks for the number of devices to be typed', async () => {
    await page.goto(`${console.url}/devices?q=printer-12`)
    await page.getByRole('button', { name: 'Select all 11 matching this filter' }).click()
    await page.getByRole('link', { name: 'Act on 11 devices' }).click()
    await page.getByRole('radio', { name: 'Delete', exact: true }).click()
    await page.getByRole('button', { name: 'Show the plan' }).click()
    const confirm = page.getByRole('button', { name: 'Delete: 11 devices' })
    await confirm.waitFor()
    assert.equal(await confirm.isDisabled(), true)
    await page.getByLabel('Type 11 to delete 11 devices').fill('12')
    assert.equal(await confirm.isDisabled(), true)
    await page.getByLabel('Type 11 to delete 11 devices').fill('11')
    await confirm.click()
    await page.getByRole('button', { name: 'Done: 11', exact: true }).waitFor()
  })

  test('no page had a script error, was refused by its policy, or asked another server for anything', () => {
    assert.deepEqual(console.faults, [])
  })
})
