import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import {
  createCall,
  type NativeCall,
  type NativeServer,
  startNativeServer,
} from '../../../../tests/support/native-client.ts'
import type { Services } from '../services.ts'
import { uuidV7 } from '../uuid-v7.ts'
import { isMutating } from './openapi.ts'
import { nativeRoutes } from './routes.ts'

// Those that are for people in a browser have a ledger of their own: tests/sign-in/roles.test.ts.
const routes = nativeRoutes({} as Services).filter(
  ({ access, operationId }) => access.kind === 'token' || operationId === 'showOpenApi',
)
let server: NativeServer

before(async () => {
  server = await startNativeServer()
})
after(() => server.close())

/** One good request for each route; what it needs is made first. A route without one fails the ledger below. */
const requests: Record<string, (call: NativeCall) => Promise<{ path: string; body?: object | string }>> = {
  planAction: async (call) => ({
    path: '/actions/plan',
    body: { type: 'exempt', devices: { ids: [await addDevice(call)] } },
  }),
  applyAction: async (call) => ({
    path: '/actions',
    body: { type: 'exempt', devices: { ids: [await addDevice(call)] } },
  }),
  listActions: async () => ({ path: '/actions' }),
  showAction: async (call) => ({ path: `/actions/${(await act(call)).action_id}` }),
  listTargets: async (call) => ({ path: `/actions/${(await act(call)).action_id}/targets` }),
  watchAction: async (call) => ({ path: `/actions/${(await act(call)).action_id}/events` }),
  planRetry: async (call) => ({
    path: `/actions/${(await act(call, 'dhcprenew')).action_id}/retry/plan`,
    body: { states: ['queued'] },
  }),
  retryAction: async (call) => ({
    path: `/actions/${(await act(call, 'dhcprenew')).action_id}/retry`,
    body: { states: ['queued'] },
  }),
  planUndo: async (call) => ({ path: `/actions/${(await act(call)).action_id}/undo/plan` }),
  undoAction: async (call) => ({ path: `/actions/${(await act(call)).action_id}/undo`, body: {} }),
  cancelAction: async (call) => ({ path: `/actions/${(await act(call, 'dhcprenew')).action_id}/cancel` }),
  makeActionReceipt: async (call) => {
    const { action_id, targets } = await act(call)
    return { path: `/actions/${action_id}/receipt?device_id=${targets[0].device_id}` }
  },
  showCommand: async (call) => ({ path: `/commands/${(await act(call, 'dhcprenew')).targets[0].command_id}` }),
  downloadReport: async (call) => {
    const { action_id, targets } = await act(call, 'fetch_agent_log')
    await bringReport(action_id)
    return { path: `/commands/${targets[0].command_id}/report` }
  },
  listDevices: async () => ({ path: '/devices' }),
  countDevices: async () => ({ path: '/devices/count' }),
  countDeviceFacets: async () => ({ path: '/devices/facets' }),
  exportDevices: async () => ({ path: '/devices.csv' }),
  importDevices: async () => ({ path: '/devices/import', body: { device_id: newId() } }),
  showDevice: async (call) => ({ path: `/devices/${await addDevice(call)}` }),
  listDeviceTimeline: async (call) => ({ path: `/devices/${await addDevice(call)}/timeline` }),
  listDeviceCommands: async (call) => ({ path: `/devices/${await addDevice(call)}/commands` }),
  listDuplicates: async () => ({ path: '/duplicates' }),
  resolveDuplicate: async (call) => ({
    path: `/duplicates/${await addDuplicate(call)}/resolve`,
    body: { resolution: 'separate', keeps: 'known' },
  }),
  listUninstalls: async () => ({ path: '/uninstalls' }),
  listDeviceLog: async () => ({ path: '/device-log' }),
  exportDeviceLogCsv: async () => ({ path: '/device-log.csv' }),
  exportDeviceLogLines: async () => ({ path: '/device-log.ndjson' }),
  downloadReports: async (call) => {
    const { action_id } = await act(call, 'fetch_agent_log')
    await bringReport(action_id)
    return { path: `/actions/${action_id}/reports.zip` }
  },
  exportFindings: async () => ({ path: '/findings.json' }),
  exportFindingsCsv: async () => ({ path: '/findings.csv' }),
  listExemptions: async () => ({ path: '/exemptions' }),
  countExemptions: async () => ({ path: '/exemptions/counts' }),
  listFindings: async () => ({ path: '/findings' }),
  listFindingDevices: async () => ({ path: `/findings/${'0a'.repeat(32)}/devices` }),
  listPatches: async () => ({ path: '/patches' }),
  exportPatches: async () => ({ path: '/patches.csv' }),
  listPatchDevices: async () => ({ path: '/patches/KB5034441/devices' }),
  exportPatchDevices: async () => ({ path: '/patches/KB5034441/devices.csv' }),
  listDevicePatches: async (call) => ({ path: `/devices/${await addDevice(call)}/patches` }),
  exportDevicePatches: async (call) => ({ path: `/devices/${await addDevice(call)}/patches.csv` }),
  listGroups: async () => ({ path: '/groups' }),
  createGroup: async () => ({ path: '/groups', body: { name: 'New', group_id: newId() } }),
  showGroup: async () => ({ path: '/groups/default' }),
  changeGroup: async (call) => ({ path: `/groups/${await addGroup(call)}`, body: { name: 'Renamed' } }),
  deleteGroup: async (call) => ({ path: `/groups/${await addGroup(call)}` }),
  showIdentityFields: async () => ({ path: '/identity-fields' }),
  setIdentityFields: async () => ({
    path: '/identity-fields',
    body: { fields: [{ name: 'name', label: 'Your name', kind: 'text', required: true }] },
  }),
  listEnrolmentTokens: async () => ({ path: '/enrolment-tokens' }),
  createEnrolmentToken: async () => ({ path: '/enrolment-tokens', body: {} }),
  revokeEnrolmentToken: async (call) => {
    const { body } = await call('POST', '/enrolment-tokens', {})
    return { path: `/enrolment-tokens/${body.token_id}` }
  },
  listAgentReleases: async () => ({ path: '/agent-releases' }),
  createAgentRelease: async () => ({ path: '/agent-releases', body: newRelease() }),
  showAgentRelease: async (call) => ({ path: `/agent-releases/${await addRelease(call)}` }),
  sendAgentReleasePiece: async (call) => ({
    path: `/agent-releases/${await addRelease(call, 'announced')}/pieces?offset=0`,
    body: releaseBytes,
  }),
  publishAgentRelease: async (call) => ({
    path: `/agent-releases/${await addRelease(call, 'sent')}/publish`,
    body: { percent: 10 },
  }),
  changeAgentRollout: async (call) => ({ path: `/agent-releases/${await addRelease(call)}`, body: { percent: 100 } }),
  withdrawAgentRelease: async (call) => ({ path: `/agent-releases/${await addRelease(call)}` }),
  listApplications: async () => ({ path: '/applications' }),
  createApplication: async () => ({ path: '/applications', body: { name: 'New' } }),
  changeApplication: async (call) => {
    const { body } = await call('POST', '/applications', { name: 'To be renamed' })
    return { path: `/applications/${body.app_id}`, body: { name: 'Renamed' } }
  },
  revokeApplication: async (call) => {
    const { body } = await call('POST', '/applications', { name: 'Short-lived' })
    return { path: `/applications/${body.app_id}/revoke` }
  },
  listUsers: async () => ({ path: '/users' }),
  createUser: async () => ({ path: '/users', body: newUser() }),
  showUser: async (call) => ({ path: `/users/${await addUser(call)}` }),
  changeUser: async (call) => ({ path: `/users/${await addUser(call)}`, body: { role: 'viewer' } }),
  inviteUser: async (call) => ({ path: `/users/${await addUser(call)}/invite` }),
  disableUser: async (call) => ({ path: `/users/${await addUser(call)}/disable` }),
  enableUser: async (call) => ({ path: `/users/${await addUser(call)}/enable` }),
  resetSecondFactors: async (call) => ({ path: `/users/${await addUser(call)}/reset-second-factors` }),
  deleteUser: async (call) => ({ path: `/users/${await addUser(call)}` }),
  listUserSessions: async (call) => ({ path: `/users/${await addUser(call)}/sessions` }),
  endUserSession: async (call) => {
    const { user_id, invitation_link } = (await call('POST', '/users', newUser())).body
    const token = invitation_link.split('#token=')[1]
    await call('POST', '/invitations/accept', { token, password: 'correct horse battery staple' })
    const { items } = (await call('GET', `/users/${user_id}/sessions`)).body
    return { path: `/users/${user_id}/sessions/${items[0].session_id}` }
  },
  endUserSessions: async (call) => ({ path: `/users/${await addUser(call)}/sessions/end` }),
  listAuditEntries: async () => ({ path: '/audit' }),
  exportAuditCsv: async () => ({ path: '/audit.csv' }),
  exportAuditLines: async () => ({ path: '/audit.ndjson' }),
  exportAudit: async () => ({ path: '/audit/export' }),
  showSettings: async () => ({ path: '/settings' }),
  listSavedViews: async () => ({ path: '/saved-views' }),
  createSavedView: async () => ({ path: '/saved-views', body: newView() }),
  changeSavedView: async (call) => ({ path: `/saved-views/${await addView(call)}`, body: { name: newId() } }),
  deleteSavedView: async (call) => ({ path: `/saved-views/${await addView(call)}` }),
  showOverview: async () => ({ path: '/overview' }),
  showAgentPolicy: async () => ({ path: '/agent-policy' }),
  changeAgentPolicy: async () => ({ path: '/agent-policy', body: { defer: { dhcprenew: { battery_percent: 20 } } } }),
  showCompliancePolicy: async () => ({ path: '/compliance-policy' }),
  changeCompliancePolicy: async () => ({ path: '/compliance-policy', body: policyBody }),
  showGroupCompliancePolicy: async () => ({ path: '/groups/default/compliance-policy' }),
  changeGroupCompliancePolicy: async (call) => ({
    path: `/groups/${await addGroup(call)}/compliance-policy`,
    body: policyBody,
  }),
  dropGroupCompliancePolicy: async (call) => ({ path: `/groups/${await addGroup(call)}/compliance-policy` }),
  showLicence: async () => ({ path: '/licence' }),
  changeLicence: async () => ({ path: '/licence', body: { devices_allowed: 500 } }),
  showRetention: async () => ({ path: '/retention' }),
  changeRetention: async () => ({ path: '/retention', body: { logs_days: 400 } }),
  listWebhooks: async () => ({ path: '/webhooks' }),
  createWebhook: async () => ({ path: '/webhooks', body: newWebhook() }),
  showWebhook: async (call) => ({ path: `/webhooks/${await addWebhook(call)}` }),
  changeWebhook: async (call) => ({ path: `/webhooks/${await addWebhook(call)}`, body: { enabled: false } }),
  deleteWebhook: async (call) => ({ path: `/webhooks/${await addWebhook(call)}` }),
  renewWebhookSecret: async (call) => ({ path: `/webhooks/${await addWebhook(call)}/renew-secret` }),
  testWebhook: async (call) => ({ path: `/webhooks/${await addWebhook(call)}/test` }),
  listWebhookDeliveries: async (call) => ({ path: `/webhooks/${await addWebhook(call)}/deliveries` }),
  resendDeadLetters: async (call) => ({ path: `/webhooks/${await addWebhook(call)}/resend`, body: {} }),
  listActionTypes: async () => ({ path: '/action-types' }),
  showAccount: async () => ({ path: '/account' }),
  showOpenApi: async () => ({ path: '/openapi.json' }),
}

let serial = 0
function newId(): string {
  serial += 1
  return `ledger-${serial}`
}

async function addDevice(call: NativeCall): Promise<string> {
  const device_id = newId()
  const agent = { agent_type: 'persistent', agent_name: 'opswat-client', agent_version: '9.0', os: 'windows' }
  const { status, text } = await call('POST', '/devices/import', { device_id, status: 'compliant', ...agent })
  assert.equal(status, 200, text)
  return device_id
}

const newUser = () => ({ email: `${newId()}@example.com`, name: 'Grace', role: 'operator' })

async function addUser(call: NativeCall): Promise<string> {
  return (await call('POST', '/users', newUser())).body.user_id
}

/** To all but who made it, it is not there. */
const ownersAlone = ['changeSavedView', 'deleteSavedView']

const newView = () => ({ page: 'devices', name: newId(), search: 'os=linux' })

async function addView(call: NativeCall): Promise<string> {
  const { body, text } = await call('POST', '/saved-views', newView())
  assert.ok(body.view_id, text)
  return body.view_id
}

const policyBody = { checks: [{ check: 'firewall', severity: 'warning' }] }
const newWebhook = () => ({ url: 'https://siem.example.com/', event_types: ['command.failed'] })

/** One at a time: there may be twenty. */
async function addWebhook(call: NativeCall): Promise<string> {
  for (const { webhook_id } of (await call('GET', '/webhooks')).body.items.slice(10)) {
    await call('DELETE', `/webhooks/${webhook_id}`)
  }
  return (await call('POST', '/webhooks', newWebhook())).body.webhook_id
}

async function addGroup(call: NativeCall): Promise<string> {
  return (await call('POST', '/groups', { name: 'New', group_id: newId() })).body.group_id
}

const releaseBytes = 'not much of an agent'
let releases = 0

/** Each of a version of its own: the same file announced as the same is one release. */
const newRelease = () => ({
  version: `1.0.${++releases}`,
  platform: 'linux-x64',
  size_bytes: releaseBytes.length,
  sha256: createHash('sha256').update(releaseBytes).digest('hex'),
})

async function addRelease(call: NativeCall, until: 'announced' | 'sent' | 'published' = 'published'): Promise<string> {
  const id = (await call('POST', '/agent-releases', newRelease())).body.release_id
  if (until !== 'announced') await call('POST', `/agent-releases/${id}/pieces?offset=0`, releaseBytes)
  if (until === 'published') await call('POST', `/agent-releases/${id}/publish`, {})
  return id
}

async function act(call: NativeCall, type = 'exempt') {
  const { status, body, text } = await call('POST', '/actions', { type, devices: { ids: [await addDevice(call)] } })
  assert.equal(status, 201, text)
  return body
}

async function addDuplicate(call: NativeCall): Promise<string> {
  const duplicateId = uuidV7(new Date())
  await server.services.pool.query(
    `insert into duplicate (account_id, duplicate_id, device_key, found_at, found_by, former_status, known_hardware,
       newcomer_hardware, newcomer_hostname, newcomer_peer)
     select account_id, $2, device_key, now(), 'hello', base_status, '{}', '{}', 'twin', ''
     from device where account_id = $1 and device_id = $3`,
    [server.accountId, duplicateId, await addDevice(call)],
  )
  return duplicateId
}

async function bringReport(actionId: string): Promise<void> {
  const values = [server.accountId, actionId]
  await server.services.pool.query(
    `insert into report (account_id, action_id, position, size_bytes, received_bytes, sha256, media_type, completed_at)
     values ($1, $2, 0, 4, 4, sha256('PK..'), 'application/zip', now())`,
    values,
  )
  await server.services.pool.query(
    `insert into report_chunk (account_id, action_id, position, start_byte, bytes) values ($1, $2, 0, 0, 'PK..')`,
    values,
  )
}

const countEntries = async () =>
  (await server.services.pool.query('select count(*)::integer as count from audit_entry')).rows[0].count as number

test('every route is in the ledger, and the ledger holds no other', () => {
  assert.deepEqual(Object.keys(requests).sort(), routes.map(({ operationId }) => operationId).sort())
})

for (const route of routes) {
  const { method, operationId, access, status = 200 } = route
  const send = async (call: NativeCall, headers = {}) => {
    const { path, body } = await requests[operationId]!(server.call)
    return call(method, path, body, headers)
  }

  test(`${operationId} answers as the document says`, async () => {
    const answer = await send(server.call)
    assert.equal(answer.status, status, answer.text)
    assert.ok(
      answer.headers
        .get('content-type')
        ?.startsWith(
          route.answers === 'application/octet-stream' ? 'application/zip' : (route.answers ?? 'application/json'),
        ),
    )
  })

  if (access.kind === 'token') {
    test(`${operationId} refuses strangers, bad tokens and tokens without its scope`, async () => {
      assert.equal((await send(createCall(server.base, undefined))).status, 401)
      assert.equal((await send(createCall(server.base, 'nonsense'))).status, 401)
      const needed = access.scope === 'any' ? 'actions' : access.scope
      const others = ['read', 'actions', 'operate', 'admin'].filter(
        (scope) => scope !== needed && (needed !== 'operate' || scope !== 'admin'),
      )
      const answer = await send(await server.as(...others))
      assert.deepEqual([answer.status, answer.body?.error.code], [403, 'insufficient_scope'])
      const expected = ownersAlone.includes(operationId) ? 404 : status
      assert.equal((await send(await server.as(needed))).status, expected)
    })
  }

  if (isMutating(route)) {
    test(`${operationId} leaves one audit entry, and the same key again changes nothing and answers the same`, async () => {
      const { path, body } = await requests[operationId]!(server.call)
      const key = { 'idempotency-key': `ledger ${operationId}` }
      const before = await countEntries()
      const first = await server.call(method, path, body, key)
      const again = await server.call(method, path, body, key)
      assert.equal(first.status, status, first.text)
      assert.deepEqual([again.status, again.text], [first.status, first.text])
      assert.equal(await countEntries(), before + 1)
    })
  }
}
