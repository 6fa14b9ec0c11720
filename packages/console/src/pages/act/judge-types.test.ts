import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PickedDevice } from '../../selection/selection.ts'
import { judgeTypes } from './judge-types.ts'

const laptop: PickedDevice = {
  device_id: 'laptop',
  hostname: 'laptop',
  status: 'compliant',
  agent_type: 'persistent',
  agent_name: 'muster',
  agent_version: '0.1.0',
  os: 'linux',
  abilities: ['fetch_agent_log'],
}
const stranger: PickedDevice = {
  ...laptop,
  device_id: 'stranger',
  status: 'unknown',
  agent_type: 'none',
  agent_name: '',
}
const known = (devices: PickedDevice[], isAll = true) => ({ devices, isAll, names: new Map() })
const judged = (name: string, given: ReturnType<typeof known>) =>
  judgeTypes(given).find(({ type }) => type.name === name)!

test('a type that applies to one of the devices is offered, and says to how many it does', () => {
  assert.equal(judged('fetch_agent_log', known([laptop, stranger])).applying, 1)
  assert.deepEqual(judged('fetch_agent_log', known([laptop, stranger])).reasons, [])
})

test('a type that applies to none of them has the reasons, the most frequent first', () => {
  const { applying, reasons } = judged('scan_threats', known([laptop, stranger, { ...stranger, device_id: 'other' }]))
  assert.equal(applying, 0)
  assert.match(reasons[0]!, /persistent agent/)
  assert.match(reasons[1]!, /cannot do this/)
})

test('while not all of the devices are known here, nothing is greyed: the plan will tell', () => {
  assert.deepEqual(judged('scan_threats', known([stranger], false)).reasons, [])
})
