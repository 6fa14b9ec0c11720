import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseAgentMessage, parseServerMessage } from './messages.ts'

const hello = {
  type: 'hello',
  protocol: 1,
  account: 1,
  device_id: 'd-1',
  generation: 1,
  nonce: 'bm9uY2U',
  signature: 'c2ln',
  agent: { name: 'muster', version: '0.1.0', abilities: ['fetch_agent_log'] },
  inventory: {
    hostname: 'h',
    os: { family: 'linux', name: 'Debian', version: '12', architecture: 'x64' },
    machine_type: 'server',
    user_name: '',
    network: [{ name: 'eth0', mac: '00:1a:2b:3c:4d:5e', ipv4: ['10.0.0.2'], ipv6: [] }],
  },
}

test('a message is read from text or from a value, and fields of a later version are let through', () => {
  assert.deepEqual(parseAgentMessage(JSON.stringify(hello)), { ok: true, message: hello })
  assert.deepEqual(parseAgentMessage({ type: 'heartbeat', mood: 'good' }), {
    ok: true,
    message: { type: 'heartbeat', mood: 'good' },
  })
})

test('what is malformed is told by its field, without repeating its content', () => {
  const problemOf = (input: unknown) => {
    const parsed = parseAgentMessage(input)
    return parsed.ok ? 'accepted' : parsed.problem
  }
  assert.match(problemOf('{"type":"hel'), /not a JSON object/)
  assert.match(problemOf([]), /does not know/)
  assert.match(problemOf({ type: 'detonate' }), /does not know/)
  assert.match(problemOf({ type: 'welcome' }), /does not know/)
  assert.match(problemOf({ ...hello, generation: 0 }), /^hello\/generation /)
  assert.match(problemOf({ ...hello, inventory: { ...hello.inventory, machine_type: 'toaster' } }), /^hello\/inventory/)
  assert.match(problemOf({ type: 'result', command_id: 'c', state: 'exploded-secret' }), /^result\/state (?!.*secret)/)
})

test('a whole message of a type of a later version is told from a malformed one', () => {
  const unknownOf = (input: unknown) => {
    const parsed = parseServerMessage(input)
    return parsed.ok ? undefined : parsed.unknown
  }
  assert.equal(unknownOf('{"type":"of_tomorrow","mood":"good"}'), 'of_tomorrow')
  for (const malformed of ['{"type":"of_tom', {}, { type: 1 }, { type: 'stored', command_ids: 'c' }]) {
    assert.equal(unknownOf(malformed), undefined)
  }
})

test('times and results beyond what can be stored are refused', () => {
  const deferred = { type: 'deferred', command_id: 'c', reason: '', retry_at: 253_402_300_799 }
  assert.equal(parseAgentMessage(deferred).ok, true)
  assert.equal(parseAgentMessage({ ...deferred, retry_at: deferred.retry_at + 1 }).ok, false)
  const result = (data: unknown) => parseAgentMessage({ type: 'result', command_id: 'c', state: 'succeeded', data })
  const nested = (depth: number) => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)
  assert.equal(result(nested(32)).ok, true)
  assert.equal(result(nested(33)).ok, false)
  assert.equal(result(nested(20_000)).ok, false)
  assert.equal(result({ a: 'x'.repeat(256 * 1024) }).ok, false)
})

test('nothing that arrives makes a parser throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.anything()), (input) => {
      parseAgentMessage(input)
      parseServerMessage(input)
    }),
  )
})
