import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type NativeServer, startNativeServer } from '../../../../tests/support/native-client.ts'

let server: NativeServer

before(async () => {
  server = await startNativeServer()
})
after(() => server.close())

const put = (defer: unknown) => server.call('PUT', '/agent-policy', { defer } as object)

test('at first nothing is put off; what is said is what is shown, and who said it', async () => {
  const first = await server.call('GET', '/agent-policy')
  assert.deepEqual(first.body, { defer: {}, changed_at: null, changed_by: null })
  const defer = {
    scan_threats: { battery_percent: 50, metered: true, quiet: { from: '22:00', to: '06:00' } },
    dhcprenew: { metered: true, retry_after_seconds: 60 },
  }
  const changed = await put(defer)
  assert.equal(changed.status, 200, changed.text)
  const shown = await server.call('GET', '/agent-policy')
  assert.deepEqual(shown.body, changed.body)
  assert.deepEqual(shown.body.defer, defer)
  assert.equal(shown.body.changed_by, 'test client')
  const entries = (await server.call('GET', '/audit')).body.items
  const entry = entries.find(({ event }: { event: string }) => event === 'agent_policy.changed')
  assert.deepEqual(entry.details.policy, { defer })
})

const faults: [what: string, defer: unknown, field: string][] = [
  ['a type that no agent carries out', { exempt: { metered: true } }, 'defer.exempt'],
  ['a type that there is not', { constructor: { metered: true } }, 'defer.constructor'],
  ['a rule that gives no reason', { dhcprenew: { retry_after_seconds: 600 } }, 'defer.dhcprenew'],
  ['a rule that only denies', { dhcprenew: { metered: false } }, 'defer.dhcprenew'],
  ['a quiet time without an end', { dhcprenew: { quiet: { from: '08:00', to: '08:00' } } }, 'defer.dhcprenew.quiet'],
  ['a time that there is not', { dhcprenew: { quiet: { from: '24:00', to: '08:00' } } }, 'defer.dhcprenew.quiet.from'],
  ['half a quiet time', { dhcprenew: { quiet: { from: '08:00' } } }, 'defer.dhcprenew.quiet.to'],
  ['more than a full battery', { dhcprenew: { battery_percent: 101 } }, 'defer.dhcprenew.battery_percent'],
  [
    'an impatient retry',
    { dhcprenew: { metered: true, retry_after_seconds: 59 } },
    'defer.dhcprenew.retry_after_seconds',
  ],
  ['an unknown word', { dhcprenew: { moon: 'full' } }, 'defer.dhcprenew.moon'],
  ['no rules', null, 'defer'],
]

for (const [what, defer, field] of faults) {
  test(`${what} is refused, by its name, and nothing changes`, async () => {
    const before = (await server.call('GET', '/agent-policy')).text
    const { status, body } = await put(defer)
    assert.deepEqual([status, body.error.code, body.error.errors[0]?.field], [400, 'invalid_request', field])
    assert.equal((await server.call('GET', '/agent-policy')).text, before)
  })
}
