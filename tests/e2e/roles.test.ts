import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Role, roles } from '@muster/core/api/users.ts'
import type { Page } from 'playwright-core'
import { enrolScanner, type ScanningAgent } from '../fleet/support/scanning-agent.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { expectNoAxeViolations } from './support/axe.ts'
import { inBrowser } from './support/chromium.ts'
import { addUser, administrator, setUpAdministrator, signIn } from './support/sign-in.ts'
import { type ConsoleUnderTest, startConsole } from './support/start-console.ts'

interface PageCase {
  readonly path: string
  readonly title: string
  /** The least role that sees it. */
  readonly for: Role
  /** What can be done there beyond looking, with the least role that may. */
  readonly offers?: readonly (readonly [kind: 'button' | 'link' | 'checkbox', name: string, least: Role])[]
}

describe('what each role may do in the console', inBrowser, () => {
  let console: ConsoleUnderTest
  let agent: ScanningAgent
  const pages = new Map<Role, Page>()
  /** What the server refused to the page that is open. */
  let refused: string[] = []
  const actions = { waiting: '', failed: '', done: '' }

  before(async () => {
    console = await startConsole()
    await setUpAdministrator(console)
    await fill(console)
    for (const role of roles) {
      const email = role === 'administrator' ? administrator.email : await addUser(console, role)
      const page = await signIn(console, { email })
      page.setDefaultTimeout(15_000)
      page.on('response', (response) => {
        if (response.status() === 403) refused.push(response.url())
      })
      pages.set(role, page)
    }
  })

  after(async () => {
    agent?.socket.cut()
    await console?.close()
  })

  /** Something of each sort that one could do something with. */
  async function fill({ call, url }: ConsoleUnderTest): Promise<void> {
    await call('POST', '/groups', { group_id: 'lab', name: 'Lab' })
    await call('POST', '/devices/import', { devices: [{ device_id: 'printer', hostname: 'printer', os: 'windows' }] })
    const { token } = (await call('POST', '/enrolment-tokens', { uses: 2, description: 'for the lab' })).body
    agent = await enrolScanner(url, token, 'laptop')
    await call('POST', '/applications', { name: 'Service desk' })
    const act = async (type: string, id: string, params = {}) =>
      (await call('POST', '/actions', { type, params, devices: { ids: [id] } })).body.action_id as string
    actions.done = await act('exempt', agent.deviceId, { hours: 8 })
    actions.failed = await act('dhcprenew', agent.deviceId)
    const { command_id } = await agent.socket.next('command')
    agent.socket.send({ type: 'accepted', command_id })
    agent.socket.send({ type: 'result', command_id, state: 'failed', reason: 'no_dhcp_client', message: 'None.' })
    await agent.socket.next('stored')
    actions.waiting = await act('fetch_agent_log', agent.deviceId)
  }

  const cases = (): readonly PageCase[] => [
    { path: '/', title: 'Overview', for: 'viewer' },
    {
      path: '/devices',
      title: 'Devices',
      for: 'viewer',
      offers: [
        ['button', 'Views', 'viewer'],
        ['link', 'CSV', 'viewer'],
        ['checkbox', 'Select every device on this page', 'operator'],
        ['button', 'Select all 2 devices', 'operator'],
      ],
    },
    {
      path: '/devices/printer',
      title: 'printer',
      for: 'viewer',
      offers: [['button', 'Act on this device …', 'operator']],
    },
    { path: '/act', title: 'Act', for: 'operator' },
    { path: '/actions', title: 'Actions', for: 'viewer' },
    {
      path: `/actions/${actions.done}`,
      title: 'Exempt',
      for: 'viewer',
      offers: [['button', 'Undo …', 'operator']],
    },
    {
      path: `/actions/${actions.failed}`,
      title: 'Renew DHCP lease',
      for: 'viewer',
      offers: [['button', 'Retry 1 device …', 'operator']],
    },
    {
      path: `/actions/${actions.waiting}`,
      title: 'Fetch agent log',
      for: 'viewer',
      offers: [['button', 'Cancel …', 'operator']],
    },
    {
      path: '/exemptions',
      title: 'Exemptions',
      for: 'viewer',
      offers: [
        ['checkbox', 'Select laptop', 'operator'],
        ['button', 'Set another end …', 'operator'],
        ['button', 'End now …', 'operator'],
      ],
    },
    { path: '/findings', title: 'Findings', for: 'viewer', offers: [['button', 'Export', 'viewer']] },
    {
      path: '/compliance?group_id=lab',
      title: 'Compliance',
      for: 'viewer',
      offers: [['button', 'Give it a policy of its own', 'administrator']],
    },
    {
      path: '/groups',
      title: 'Groups',
      for: 'viewer',
      offers: [
        ['button', 'New group', 'operator'],
        ['button', 'Change Lab', 'operator'],
        ['button', 'Delete Lab', 'operator'],
      ],
    },
    {
      path: '/compliance',
      title: 'Compliance',
      for: 'viewer',
      offers: [['button', 'Review the change …', 'administrator']],
    },
    {
      path: '/enrolment',
      title: 'Enrolment',
      for: 'operator',
      offers: [
        ['button', 'Make a token', 'operator'],
        ['button', 'Revoke the token for the lab', 'operator'],
      ],
    },
    { path: '/logs', title: 'Logs', for: 'viewer', offers: [['button', 'Export', 'viewer']] },
    {
      path: '/logs?log=admin',
      title: 'Logs',
      for: 'operator',
      offers: [['button', 'Verify the chain', 'operator']],
    },
    { path: '/profile', title: 'Your profile', for: 'viewer', offers: [['button', 'Change', 'viewer']] },
    { path: '/settings', title: 'Settings', for: 'viewer' },
    {
      path: '/settings?tab=identity',
      title: 'Settings',
      for: 'viewer',
      offers: [
        ['button', 'Add a field', 'administrator'],
        ['button', 'Save', 'administrator'],
      ],
    },
    {
      path: '/settings?tab=policy',
      title: 'Settings',
      for: 'viewer',
      offers: [['button', 'Save', 'administrator']],
    },
    {
      path: '/settings?tab=retention',
      title: 'Settings',
      for: 'viewer',
      offers: [
        ['button', 'Save', 'administrator'],
        ['checkbox', 'Reports: at most', 'administrator'],
      ],
    },
    { path: '/settings?tab=releases', title: 'Settings', for: 'viewer' },
    { path: '/settings?tab=duplicates', title: 'Settings', for: 'viewer' },
    {
      path: '/applications',
      title: 'Applications',
      for: 'administrator',
      offers: [
        ['button', 'New application', 'administrator'],
        ['button', 'Revoke Service desk', 'administrator'],
      ],
    },
    {
      path: '/webhooks',
      title: 'Webhooks',
      for: 'administrator',
      offers: [['button', 'New webhook', 'administrator']],
    },
    {
      path: '/users',
      title: 'Users',
      for: 'administrator',
      offers: [
        ['button', 'Invite somebody', 'administrator'],
        ['button', 'Change The viewer', 'administrator'],
      ],
    },
  ]

  const has = (role: Role, least: Role) => roles.indexOf(role) >= roles.indexOf(least)

  for (const role of roles) {
    test(`${role}: each page offers what the role may do, and nothing else; of it the server refuses nothing`, async () => {
      const page = pages.get(role)!
      let before = 'Overview'
      for (const { path, title, offers = [] } of cases().filter((one) => has(role, one.for))) {
        refused = []
        // As a link does; where the heading stays the same, from anew, so that it is not the old page that is seen.
        if (title === before) await page.goto(console.url + path)
        else await page.evaluate(`history.pushState({}, '', ${JSON.stringify(path)})`)
        before = title
        await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
        const shown = (kind: 'button' | 'link' | 'checkbox', name: string) =>
          page.getByRole(kind, { name, exact: true })
        for (const [kind, name, least] of offers) if (has(role, least)) await shown(kind, name).first().waitFor()
        await waitUntil(`${path} is loaded`, async () => (await page.getByLabel('Loading').count()) === 0)
        for (const [kind, name, least] of offers) {
          if (!has(role, least)) assert.equal(await shown(kind, name).count(), 0, `${role} sees ${name} on ${path}`)
        }
        assert.deepEqual(await page.getByRole('alert').allTextContents(), [], path)
        assert.deepEqual(refused, [], path)
      }
    })

    test(`${role}: the navigation leads to the pages of the role; another one’s address says whose it is, and leads back`, async () => {
      const page = pages.get(role)!
      refused = []
      await page.goto(console.url)
      const links = page.getByRole('navigation', { name: 'Pages', exact: true }).getByRole('link')
      await links.first().waitFor()
      const linked = await Promise.all((await links.all()).map((link) => link.getAttribute('href')))
      const named = ['/act', ...linked]
      for (const { path, for: least } of cases()) {
        const isLinked = linked.includes(path)
        if (!has(role, least)) assert.equal(isLinked, false, `${role} is led to ${path}`)
        else if (/^\/[a-z]*$/.test(path) && path !== '/profile') assert.ok(named.includes(path), path)
      }
      for (const { path, for: least } of cases().filter((one) => !has(role, one.for))) {
        await page.goto(console.url + path)
        await page.getByRole('heading', { level: 1, name: 'Not for your role' }).waitFor()
        const audience = least === 'operator' ? 'operators and administrators' : 'administrators'
        await page
          .getByText(`This page is for ${audience}; you are ${role === 'viewer' ? 'a' : 'an'} ${role}.`)
          .waitFor()
        if (path === '/act') await expectNoAxeViolations(page, path)
        await page.getByRole('link', { name: 'To the overview' }).click()
        await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
      }
      // Nothing was asked for that the role may not see.
      assert.deepEqual(refused, [])
    })
  }

  test('no page had a script error, was refused by its policy, or asked another server for anything', () => {
    assert.deepEqual(console.faults, [])
  })
})
