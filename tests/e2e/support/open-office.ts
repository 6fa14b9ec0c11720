import type { ScanFinding } from '@muster/core/report/scan-report.ts'
import { enrolScanner, finding, type ScanningAgent, scanReport, sha256Of } from '../../fleet/support/scanning-agent.ts'
import { ConsoleClient } from '../../support/console-client.ts'
import { waitUntil } from '../../support/embedded-server.ts'
import type { NativeCall } from '../../support/native-client.ts'
import { ageOffice } from './age-office.ts'
import { officeAgents, officeGroups, officeImports } from './office-devices.ts'
import { decideForOffice } from './office-policies.ts'
import { addUser, administrator } from './sign-in.ts'
import type { ConsoleUnderTest } from './start-console.ts'

/** A company in the middle of its day: devices, and what was and is being done to them. */
export interface Office {
  readonly agents: readonly ScanningAgent[]
  /** Still going on: some done, some at work, some not yet reached. */
  readonly scanId: string
  /** Ended; failed on two devices. */
  readonly renewalId: string
  readonly webhookId: string
  close(): void
}

export async function openOffice(console: ConsoleUnderTest): Promise<Office> {
  const { url } = console
  const colleague = { email: 'olu@example.com', name: 'Olu Adeyemi' }
  await addUser(console, 'operator', colleague)
  await addUser(console, 'viewer', { email: 'mia@example.com', name: 'Mia Sørensen' })
  const call = await signInTo(url, administrator.email)
  const callOfColleague = await signInTo(url, colleague.email)
  await call('POST', '/users', { email: 'noa@example.com', name: 'Noa Lund', role: 'viewer' })
  for (const group of officeGroups) await call('POST', '/groups', group)
  await call('POST', '/devices/import', { devices: officeImports })
  const agents = await enrolAgents(url, call)
  const renewalId = await renewLeases(callOfColleague, agents)
  await decideForDevices(callOfColleague, agents)
  const scanId = await scanInPart(call, agents)
  await call('POST', '/enrolment-tokens', { uses: 25, group_id: 'head-office', description: 'New desks, third floor' })
  await call('POST', '/enrolment-tokens', { uses: 1, group_id: 'servers', description: 'SRV-005' })
  await useApplications(url, call)
  await call('PUT', '/identity-fields', {
    asked_by: 'Example Logistics, service desk',
    purpose: 'So that we know whom to call about this device.',
    fields: [
      { name: 'name', label: 'Your name', kind: 'text', required: true },
      { name: 'email', label: 'Work e-mail', kind: 'email', required: true },
      { name: 'site', label: 'Site', kind: 'choice', choices: ['Hamburg', 'Gdańsk', 'Lyon'], required: true },
    ],
  })
  await call('PUT', '/agent-policy', {
    defer: {
      scan_threats: {
        battery_percent: 40,
        metered: true,
        quiet: { from: '08:00', to: '18:00' },
        retry_after_seconds: 1800,
      },
    },
  })
  const webhookId = await decideForOffice(call, agents)
  await ageOffice(console.server.services.pool)
  const close = () => {
    for (const { socket } of agents) socket.cut()
  }
  return { agents, scanId, renewalId, webhookId, close }
}

/** As somebody at the console. */
async function signInTo(url: string, email: string): Promise<NativeCall> {
  const client = await new ConsoleClient(url).signIn(email)
  return (...request) => client.call(...request)
}

async function enrolAgents(url: string, call: NativeCall): Promise<ScanningAgent[]> {
  const tokens = new Map<string, string>()
  for (const { group_id } of officeGroups) {
    const uses = officeAgents.filter(({ group }) => group === group_id).length
    if (uses > 0)
      tokens.set(
        group_id,
        (await call('POST', '/enrolment-tokens', { uses, group_id, description: 'First agents' })).body.token,
      )
  }
  const agents: ScanningAgent[] = []
  for (const { hostname, group, inventory } of officeAgents) {
    agents.push(await enrolScanner(url, tokens.get(group)!, hostname, inventory))
  }
  // Two went home.
  for (const agent of agents.slice(9, 11)) agent.leave()
  await waitUntil('the agents are online', async () => {
    return (await call('GET', '/account')).body.devices_online === agents.length - 2
  })
  return agents
}

async function renewLeases(call: NativeCall, agents: readonly ScanningAgent[]): Promise<string> {
  const there = [...agents.slice(0, 9), ...agents.slice(14)]
  const ids = there.map(({ deviceId }) => deviceId)
  const { body } = await call('POST', '/actions', { type: 'dhcprenew', devices: { ids } })
  await Promise.all(there.map((agent, index) => endCommand(agent, index % 8 === 5 ? failure : success)))
  return body.action_id
}

const success = { state: 'succeeded' } as const
const failure = { state: 'failed', reason: 'no_dhcp_client', message: 'No interface has an address by DHCP.' } as const

async function endCommand({ socket }: ScanningAgent, end: typeof success | typeof failure): Promise<void> {
  const { command_id } = await socket.next('command')
  socket.send({ type: 'accepted', command_id })
  socket.send({ type: 'result', command_id, ...end })
  await socket.next('stored')
}

/** What the server does by itself: exemptions of each sort, a move, devices to leave alone. */
async function decideForDevices(call: NativeCall, agents: readonly ScanningAgent[]): Promise<void> {
  const act = (type: string, ids: readonly string[], params?: object) =>
    call('POST', '/actions', { type, devices: { ids }, ...(params && { params }) })
  const ids = (name: string, ...numbers: number[]) => numbers.map((number) => `${name}-${number}`)
  await act('exempt', ids('fs-lt', 101, 102, 103, 104), { hours: 8 })
  await act('exempt', ids('hq-dt', 111, 118, 125), { hours: 168 })
  await act('exempt', ids('kiosk', 104, 111), { hours: 0 })
  await act('exempt', [agents[0]!.deviceId], { hours: 24 })
  await act('assign_to_group', ids('hq-mb', 101, 102), { group_id: 'field' })
  await act('ignore', ids('fs-ph', 112))
}

/** Of the kiosks and servers some are through, with findings; the others are at work, put it off, or are away. */
async function scanInPart(call: NativeCall, agents: readonly ScanningAgent[]): Promise<string> {
  const ids = agents.map(({ deviceId }) => deviceId)
  const { body } = await call('POST', '/actions', {
    type: 'scan_threats',
    params: { areas: ['memory', 'system'] },
    devices: { ids },
  })
  const found: readonly ScanFinding[][] = [[...threats], [threats[0]!], [threats[1]!, threats[2]!], [threats[0]!]]
  const done = [...agents.slice(14), ...agents.slice(0, 2)]
  await Promise.all(done.map((agent, index) => agent.finish(scanReport(found[index] ?? []))))
  await Promise.all(
    agents.slice(2, 9).map(async ({ socket }, index) => {
      const { command_id } = await socket.next('command')
      if (index === 6) {
        const retry_at = Math.floor(Date.now() / 1000) + 1800
        return socket.send({ type: 'deferred', command_id, reason: 'On battery, 31 %.', retry_at })
      }
      socket.send({ type: 'accepted', command_id })
      if (index > 1) {
        const percent = 12 + index * 14
        socket.send({
          type: 'progress',
          command_id,
          percent,
          message: `${(percent * 1310).toLocaleString('en')} files scanned`,
        })
      }
    }),
  )
  await waitUntil('the scan is seen to go on', async () => {
    const { counts } = (await call('GET', `/actions/${body.action_id}`)).body
    return counts.running === 4 && counts.deferred === 1
  })
  return body.action_id
}

const threats: readonly ScanFinding[] = [
  finding({
    path: '/var/spool/mail/attachments/invoice-4471.xlsm',
    signature: 'Doc.Downloader.Qbot-9964123-0',
    sha256: sha256Of('qbot'),
    size_bytes: 88_421,
  }),
  finding({
    path: '/opt/kiosk/plugins/updater.so',
    signature: 'Unix.Trojan.Mirai-7100807-0',
    sha256: sha256Of('mirai'),
    size_bytes: 1_204_224,
  }),
  finding({
    path: '/srv/share/scans/eicar.com',
    signature: 'Eicar-Test-Signature',
    sha256: sha256Of('eicar'),
    size_bytes: 68,
  }),
]

async function useApplications(url: string, call: NativeCall): Promise<void> {
  const made = await call('POST', '/applications', { name: 'Service desk', scopes: ['read', 'actions:exempt'] })
  await call('POST', '/applications', { name: 'Network access control', scopes: ['read'], rate_limit: 600 })
  const { client_id, client_secret } = made.body
  const grant = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret })
  const { access_token } = (await (await fetch(`${url}/o/oauth/token`, { method: 'POST', body: grant })).json()) as {
    access_token: string
  }
  await fetch(`${url}/o/api/v3.3/devices/action?access_token=${access_token}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ types: 'exempt', exempt_time: 4, ids: ['hq-dt-130', 'hq-dt-131'] }),
  })
}
