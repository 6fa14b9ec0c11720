import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { parseCsv } from '@muster/core/csv/parse-csv.ts'
import type { Page } from 'playwright-core'
import { readZip } from '../fleet/support/read-zip.ts'
import { enrolScanner, finding, type ScanningAgent, scanReport } from '../fleet/support/scanning-agent.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { expectNoAxeViolations } from './support/axe.ts'
import { inBrowser } from './support/chromium.ts'
import { setUpAdministrator, signIn } from './support/sign-in.ts'
import { type ConsoleUnderTest, startConsole } from './support/start-console.ts'

const hostnames = ['desk-1', 'desk-2', 'desk-3']

describe('what agents carry out, from the console', inBrowser, () => {
  let console: ConsoleUnderTest
  let agents: ScanningAgent[]
  let page: Page

  before(async () => {
    console = await startConsole()
    await setUpAdministrator(console)
    const { token } = (await console.call('POST', '/enrolment-tokens', { uses: hostnames.length })).body
    agents = await Promise.all(hostnames.map((hostname) => enrolScanner(console.url, token, hostname)))
    page = await signIn(console, { path: '/devices' })
    page.setDefaultTimeout(10_000)
  })

  after(async () => {
    for (const { socket } of agents ?? []) socket.cut()
    await console?.close()
  })

  /** Selects all three, and chooses this for them. */
  async function choose(type: string): Promise<void> {
    await page.evaluate('sessionStorage.clear()')
    await page.goto(`${console.url}/devices`)
    await page.getByRole('button', { name: 'Select all 3 devices' }).click()
    await page.getByRole('link', { name: 'Act on 3 devices' }).click()
    await page.getByRole('radio', { name: type, exact: true }).click()
  }

  /** Ordered by a script; the page that watches it is open. */
  async function watch(type: string): Promise<string> {
    const { body, text } = await console.call('POST', '/actions', { type, devices: { filter: { all: true } } })
    assert.ok(body.action_id, text)
    await page.goto(`${console.url}/actions/${body.action_id}`)
    await page.getByText('Live', { exact: true }).waitFor()
    return body.action_id
  }

  async function answer({ socket }: ScanningAgent, result: object): Promise<void> {
    const { command_id } = await socket.next('command')
    socket.send({ type: 'accepted', command_id })
    socket.send({ type: 'result', command_id, ...result })
    await socket.next('stored')
  }

  const actionIdOf = () => new URL(page.url()).pathname.split('/').at(-1)!

  test('deadlines, older orders and the brake are asked of what agents carry out only, and the refusal stands at its field', async () => {
    await choose('Exempt')
    await page.getByRole('button', { name: 'Show the plan' }).waitFor()
    assert.equal(await page.getByRole('group', { name: 'How it is carried out' }).count(), 0)

    await page.getByRole('radio', { name: 'Scan for malware' }).click()
    const options = page.getByRole('group', { name: 'How it is carried out' })
    const delivered = options.getByRole('textbox', { name: 'Give up if not delivered within' })
    assert.equal(await delivered.inputValue(), '7')
    assert.equal(await options.getByRole('textbox', { name: 'Give up if not finished within' }).inputValue(), '1')
    await delivered.fill('40')
    await options.getByRole('switch', { name: 'Stop it when too many devices fail' }).check()
    await options.getByLabel('Percent that failed').fill('101')
    await page.getByRole('button', { name: 'Show the plan' }).click()
    await page.getByRole('alert').waitFor()
    assert.match((await options.getByText('must be <= 2592000').textContent()) ?? '', /must be/)
    await options.getByText('must be <= 100').waitFor()
    await expectNoAxeViolations(page)
  })

  test('they stand in the plan, in the confirmation and in what is applied; older orders of the kind make way', async () => {
    const older = await console.call('POST', '/actions', {
      type: 'scan_threats',
      params: { areas: ['memory'] },
      devices: { filter: { all: true } },
    })
    for (const { socket } of agents)
      socket.send({ type: 'accepted', command_id: (await socket.next('command')).command_id })
    const sent: object[] = []
    page.on('request', (request) => {
      const isOrder = request.method() === 'POST' && /\/actions(\/plan)?(\?|$)/.test(request.url())
      if (isOrder) sent.push(request.postDataJSON() as object)
    })
    const options = page.getByRole('group', { name: 'How it is carried out' })
    await options.getByRole('textbox', { name: 'Give up if not delivered within' }).fill('2')
    await options.getByRole('textbox', { name: 'Give up if not finished within' }).fill('90')
    await options.getByRole('combobox', { name: 'Give up if not finished within: unit' }).click()
    await page.getByRole('option', { name: 'minutes' }).click()
    await options.getByLabel('Percent that failed').fill('50')
    await options.getByLabel('Of at least').fill('2')
    await options.getByRole('checkbox', { name: 'Stop what is still open of the same kind' }).check()
    await page.getByRole('button', { name: 'Show the plan' }).click()

    const said = page.getByRole('list', { name: 'How it is carried out' }).getByRole('listitem')
    await said.first().waitFor()
    assert.deepEqual(await said.allTextContents(), [
      'Given up on a device that does not take it within 2 days, or does not finish within 90 minutes after that.',
      'What is still open of the same kind on these devices is stopped.',
      'Stops once 50 % of at least 2 devices that tried have failed.',
    ])
    await page.getByRole('button', { name: 'Scan for malware: 3 devices' }).click()
    await page.waitForURL(/\/actions\/[0-9a-f-]{36}$/)
    await page.getByText('3 devices are asked to stop').waitFor()

    const ordered = {
      deliver_within: 2 * 86_400,
      finish_within: 90 * 60,
      supersede: true,
      brake: { failed_percent: 50, sample_min: 2 },
    }
    assert.equal(sent.length, 2)
    for (const body of sent)
      for (const [key, value] of Object.entries(ordered)) assert.deepEqual(body[key as never], value)
    const { body } = await console.call('GET', `/actions/${actionIdOf()}`)
    assert.equal(Date.parse(body.deliver_by) - Date.parse(body.created_at), ordered.deliver_within * 1000)
    assert.deepEqual([body.brake.failed_percent, body.brake.sample_min], [50, 2])
    for (const { socket } of agents) {
      const { command_id } = await socket.next('cancel')
      socket.send({ type: 'result', command_id, state: 'cancelled' })
    }
    await waitUntil('the older scan has made way', async () => {
      const { counts } = (await console.call('GET', `/actions/${older.body.action_id}`)).body
      return counts.cancelled === 3
    })
  })

  test('the brake stops it, and the page says so', async () => {
    await page.getByText('Stops once 50 % of at least 2 devices that tried have failed').waitFor()
    for (const agent of agents.slice(0, 2))
      await answer(agent, { state: 'failed', reason: 'no_scanner', message: 'No.' })
    const { command_id } = await agents[2]!.socket.next('command')
    await agents[2]!.socket.next('cancel')
    agents[2]!.socket.send({ type: 'result', command_id, state: 'cancelled' })
    await page.getByText('Stopped by its brake').waitFor()
  })

  test('what failed is tried again, there alone, as a plan shows before', async () => {
    await watch('dhcprenew')
    const [first, ...others] = agents
    await Promise.all([
      answer(first!, { state: 'failed', reason: 'no_dhcp_client', message: 'No interface has an address by DHCP.' }),
      ...others.map((agent) => answer(agent, { state: 'succeeded' })),
    ])
    await page.getByRole('button', { name: 'Retry 1 device' }).click()
    const dialog = page.getByRole('dialog', { name: 'Try again on the devices where it failed' })
    await dialog.getByText('Will be done: 1 device').waitFor()
    await expectNoAxeViolations(page)
    const failedAddress = page.url()
    await dialog.getByRole('button', { name: 'Renew DHCP lease, once more: 1 device' }).click()
    await page.waitForURL((address) => address.href !== failedAddress)
    await answer(first!, { state: 'succeeded' })
    await page.getByRole('button', { name: 'Done: 1', exact: true }).waitFor()
    await page.getByRole('link', { name: 'Retry of an action' }).waitFor()
  })

  test('what was done can be undone: the devices are as they were before', async () => {
    await choose('Exempt')
    await page.getByRole('button', { name: 'Show the plan' }).click()
    await page.getByRole('button', { name: 'Exempt: 3 devices' }).click()
    await page.getByRole('button', { name: 'Undo' }).click()
    const doneAddress = page.url()
    await page.getByRole('button', { name: 'Undo “Exempt”: 3 devices' }).click()
    await page.waitForURL((address) => address.href !== doneAddress)
    await page.getByRole('link', { name: 'Undoes an action' }).waitFor()
    assert.equal((await console.call('GET', '/devices/count?exempt=true')).body.devices, 0)
  })

  test('a connection that drops is said, and what was missed meanwhile is there once it is back', async () => {
    await watch('dhcprenew')
    await page.route('**/events*', (route) => route.abort('connectionrefused'))
    console.server.services.bus.emit('stopping')
    await page.getByText('Connection lost; trying again …').waitFor()
    await Promise.all(agents.slice(0, 2).map((agent) => answer(agent, { state: 'succeeded' })))
    // The next who answers is no server of ours, but something before it; a browser asks such a one only once.
    await page.unroute('**/events*')
    await page.route('**/events*', (route) => route.fulfill({ status: 502, body: 'Bad gateway' }), { times: 1 })
    await page.getByRole('button', { name: 'Done: 2', exact: true }).waitFor()
    await page.getByText('Live', { exact: true }).waitFor()
    await answer(agents[2]!, { state: 'succeeded' })
    await page.getByRole('button', { name: 'Done: 3', exact: true }).waitFor()
  })

  test('cancelling asks first, and says what became of it', async () => {
    await watch('dhcprenew')
    const commands = await Promise.all(agents.map(({ socket }) => socket.next('command')))
    await page.getByRole('button', { name: 'Cancel …' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the action' }).click()
    await page.getByText('Cancelled for 0 devices; 3 devices are asked to stop.').waitFor()
    for (const [index, { command_id }] of commands.entries()) {
      agents[index]!.socket.send({ type: 'result', command_id, state: 'cancelled' })
    }
    await page.getByRole('button', { name: 'Cancelled: 3' }).waitFor()
  })

  test('all logs come as one archive', async () => {
    await watch('fetch_agent_log')
    const logs = hostnames.map((name) => Buffer.from(`the log of ${name}`))
    await Promise.all(
      agents.map((agent, index) => agent.finish(logs[index] as never, { mediaType: 'application/zip' })),
    )
    const files = await readZip(await download(() => page.getByRole('link', { name: 'All logs (ZIP)' }).click()))
    assert.deepEqual([...files.values()].map(String).sort(), logs.map(String))
  })

  test('findings come as CSV and as JSON', async () => {
    await watch('scan_threats')
    const [first, ...others] = agents
    await Promise.all([first!.finish(scanReport([finding()])), ...others.map((agent) => agent.finish(scanReport([])))])
    const take = (format: string) =>
      download(async () => {
        await page.getByRole('button', { name: 'Findings', exact: true }).click()
        await page.getByRole('menuitem', { name: format }).click()
      })
    const [, ...rows] = parseCsv(String(await take('CSV')))
    assert.equal(rows.length, 1)
    assert.ok(rows[0]!.cells.includes('Eicar-Test-Signature'), String(rows[0]))
    assert.match(String(await take('JSON')), /"signature": ?"Eicar-Test-Signature"/)
  })

  async function download(start: () => Promise<void>): Promise<Buffer> {
    const [taken] = await Promise.all([page.waitForEvent('download'), start()])
    return readFile(await taken.path())
  }

  test('no page had a script error, was refused by its policy, or asked another server for anything', () => {
    assert.deepEqual(console.faults, [])
  })
})
