import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Role } from '@muster/core/api/users.ts'
import type { NativeRoute } from '@muster/server/native-api/native-route.ts'
import { nativeRoutes } from '@muster/server/native-api/routes.ts'
import type { Services } from '@muster/server/services.ts'
import { ConsoleClient, setUpConsole, testPassword } from '../support/console-client.ts'
import { type NativeServer, startNativeServer } from '../support/native-client.ts'

/** The least role that may use it; `person`: whoever is signed in; `anybody`: also who is not. */
type Allowed = Role | 'person' | 'anybody'

/** Every route of the native API. A new one is written down here, or the ledger below fails. */
const allowed: Record<Allowed, string> = {
  anybody: `showOpenApi showSignInOptions setUp signIn confirmSecondFactor beginPasskeySignIn signInByPasskey
    showInvitation acceptInvitation`,
  person: `showSession beginFreshSignIn confirmFreshSignIn showProfile changeProfile changePassword listOwnSessions
    endOwnSession endOtherSessions listOwnGrants revokeOwnGrant beginTotp confirmTotp removeTotp renewRecoveryCodes listPasskeys beginPasskey
    registerPasskey renamePasskey removePasskey signOut`,
  viewer: `showAction listActions listTargets watchAction showCommand downloadReport listDevices countDevices
    countDeviceFacets exportDevices showDevice listDuplicates listUninstalls listFindings listFindingDevices listGroups
    showGroup showIdentityFields listAgentReleases showAgentRelease showAgentPolicy showOverview listActionTypes
    showAccount listExemptions countExemptions listDeviceCommands listDeviceTimeline
    listDeviceLog exportDeviceLogCsv exportDeviceLogLines downloadReports exportFindingsCsv exportFindings showSettings
    listSavedViews createSavedView changeSavedView deleteSavedView
    showCompliancePolicy showGroupCompliancePolicy showLicence showRetention
    listPatches exportPatches listPatchDevices exportPatchDevices listDevicePatches exportDevicePatches`,
  operator: `planAction applyAction cancelAction planRetry retryAction planUndo undoAction makeActionReceipt importDevices resolveDuplicate createGroup
    changeGroup deleteGroup listEnrolmentTokens createEnrolmentToken revokeEnrolmentToken listAuditEntries exportAudit
    exportAuditCsv exportAuditLines`,
  administrator: `setIdentityFields createAgentRelease sendAgentReleasePiece publishAgentRelease changeAgentRollout
    withdrawAgentRelease listApplications createApplication changeApplication
    revokeApplication changeAgentPolicy listUsers createUser
    showUser changeUser inviteUser disableUser enableUser resetSecondFactors deleteUser listUserSessions
    endUserSession endUserSessions changeCompliancePolicy changeGroupCompliancePolicy dropGroupCompliancePolicy
    changeLicence changeRetention listWebhooks createWebhook showWebhook changeWebhook deleteWebhook renewWebhookSecret
    testWebhook listWebhookDeliveries resendDeadLetters`,
}

const routes = nativeRoutes({} as Services)
const least = new Map(
  Object.entries(allowed).flatMap(([role, names]) =>
    names.split(/\s+/).map((name) => [name, role as Allowed] as const),
  ),
)
const ranks: readonly string[] = ['viewer', 'operator', 'administrator']
const mayUse = (role: Role, route: NativeRoute) => ranks.indexOf(role) >= ranks.indexOf(least.get(route.operationId)!)

let server: NativeServer
let actionId: string
let now = new Date('2026-03-01T08:00:00Z')

before(async () => {
  server = await startNativeServer({ now: () => now })
  const ada = await setUpConsole(server)
  const applied = await ada.call('POST', '/actions', { type: 'exempt', devices: { ids: ['nobody'] } })
  actionId = applied.body.action_id
  for (const role of ['viewer', 'operator', 'administrator']) {
    const order = { email: `${role}@example.com`, name: role, role }
    const token = (await ada.call('POST', '/users', order)).body.invitation_link.split('#token=')[1]
    await new ConsoleClient(server.base).call('POST', '/invitations/accept', { token, password: testPassword })
  }
})
after(() => server?.close())

/** Those that look at the scope themselves, once they know what is asked. */
const bodies: Record<string, object> = {
  planAction: { type: 'exempt', devices: { ids: ['nobody'] } },
  applyAction: { type: 'exempt', devices: { ids: ['nobody'] } },
  planRetry: { states: ['not_found'] },
  retryAction: { states: ['not_found'] },
}

/** Good enough to get past the door, and mostly not further: nobody has what the address names. */
async function knock(client: ConsoleClient, { method, path, operationId, body }: NativeRoute, headers = {}) {
  const address = path
    .replace('/api/v1', '')
    .replace(':action_id', actionId)
    .replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000')
  const answer = await client.call(method, address, bodies[operationId] ?? (body && {}), headers)
  return [answer.status, answer.body?.error?.code] as const
}

test('every route has a role that it is for, and no other is written down', () => {
  assert.deepEqual([...least.keys()].sort(), routes.map(({ operationId }) => operationId).sort())
})

test('what is dangerous is dangerous for people only, and nobody’s look is', () => {
  for (const { method, access, operationId } of routes) {
    if (access.kind !== 'public' && access.fresh) assert.notEqual(method, 'GET', operationId)
  }
  const fresh = routes.filter(({ access }) => access.kind === 'token' && access.fresh).map((route) => route.operationId)
  const administrators = allowed.administrator.split(/\s+/)
  assert.deepEqual(
    fresh.filter((name) => !administrators.includes(name)),
    [],
  )
  for (const name of administrators.filter(
    (one) => /User|Application|Second|Policy/.test(one) && !/^(list|show)/.test(one),
  )) {
    assert.ok(fresh.includes(name), `${name} does not ask for a fresh sign-in`)
  }
})

for (const role of ['viewer', 'operator', 'administrator'] as const) {
  for (const route of routes.filter(({ operationId }) => least.get(operationId) !== 'anybody')) {
    const { operationId } = route
    test(`${operationId} ${mayUse(role, route) ? 'lets in' : 'refuses'} who is ${role}`, async () => {
      const client = await new ConsoleClient(server.base).signIn(`${role}@example.com`)
      const [status, code] = await knock(client, route)
      if (mayUse(role, route)) {
        assert.ok(
          status !== 403 && status < 500 && (status !== 401 || code === 'wrong_credentials'),
          `${status} ${code}`,
        )
      } else {
        assert.deepEqual([status, code], [403, 'insufficient_scope'])
      }
    })
  }
}

test('who is not signed in gets into what is for anybody, and nowhere else', async () => {
  for (const route of routes) {
    const [status, code] = await knock(new ConsoleClient(server.base), route)
    if (least.get(route.operationId) === 'anybody') assert.notEqual(code, 'invalid_token', route.operationId)
    else assert.deepEqual([status, code], [401, 'invalid_token'], route.operationId)
  }
})

test('a session that is not fresh is refused what is dangerous, and nothing else', async () => {
  const client = await new ConsoleClient(server.base).signIn('administrator@example.com')
  now = new Date(now.getTime() + 11 * 60_000)
  for (const route of routes.filter(({ operationId }) => operationId !== 'signOut')) {
    if (route.access.kind === 'public') continue
    const [, code] = await knock(client, route)
    assert.equal(code === 'fresh_sign_in_needed', route.access.fresh === true, route.operationId)
  }
})

test('no changing route of a session does without the CSRF token', async () => {
  const client = await new ConsoleClient(server.base).signIn('administrator@example.com')
  client.csrfToken = undefined
  for (const route of routes) {
    if (route.access.kind === 'public' || route.method === 'GET') continue
    assert.deepEqual(await knock(client, route), [403, 'csrf_refused'], route.operationId)
  }
})

test('no route answers another site by a session, not even with a stream', async () => {
  const client = await new ConsoleClient(server.base).signIn('administrator@example.com')
  for (const route of routes.filter(({ access }) => access.kind !== 'public')) {
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
    assert.deepEqual(await knock(client, route, foreign), [403, 'csrf_refused'], route.operationId)
  }
})
