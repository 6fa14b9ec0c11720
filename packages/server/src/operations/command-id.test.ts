import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import {
  actionOfCommandId,
  actionsOfCommandIds,
  CommandSeal,
  commandIdIn,
  commandKey,
  formatCommandIds,
  sealCommandIds,
} from './command-id.ts'

const sealKey = randomBytes(32)
const sealed = { actionId: randomUUID(), type: 'fetch_agent_log', params: '{}' }
const key = commandKey(sealKey, sealed)
const seal = new CommandSeal(key, sealed.actionId)

test('a command id opens to the action and position that it was sealed for, alone or among many', () => {
  const positions = [0, 1, 77, 99_999, 0xffff_ffff]
  const text = formatCommandIds(sealCommandIds(key, sealed.actionId, positions))
  for (const [index, position] of positions.entries()) {
    const id = seal.idAt(position)
    assert.equal(commandIdIn(text, index), id)
    assert.match(id, /^[A-Za-z0-9_-]{43}$/)
    assert.equal(actionOfCommandId(id), sealed.actionId)
    assert.equal(seal.positionOf(id), position)
  }
})

test('a command id with any character changed does not open', () => {
  const id = seal.idAt(5)
  for (let place = 0; place < id.length; place += 1) {
    for (const character of ['A', '0', '_']) {
      const changed = id.slice(0, place) + character + id.slice(place + 1)
      if (changed !== id) assert.equal(seal.positionOf(changed), undefined, changed)
    }
  }
})

test('ids open the same among others, whatever is among them', () => {
  const other = { ...sealed, actionId: randomUUID() }
  const foreign = new CommandSeal(commandKey(sealKey, other), other.actionId).idAt(3)
  const ids = [seal.idAt(7), foreign, seal.idAt(8)]
  assert.deepEqual(actionsOfCommandIds(ids), [sealed.actionId, other.actionId, sealed.actionId])
  assert.deepEqual(seal.positionsOf(ids), [7, undefined, 8])
  const spareBits = `${seal.idAt(7).slice(0, -1)}_`
  for (const bad of [
    '',
    'short',
    `${seal.idAt(7)}A`,
    `*${seal.idAt(7).slice(1)}`,
    spareBits,
    `${'\u{1f600}'.repeat(21)}x`,
  ]) {
    const some = [seal.idAt(7), bad, foreign, seal.idAt(8)]
    assert.deepEqual(actionsOfCommandIds(some), [sealed.actionId, undefined, other.actionId, sealed.actionId], bad)
    assert.deepEqual(seal.positionsOf(some), [7, undefined, undefined, 8], bad)
  }
  assert.deepEqual(seal.positionsOf([]), [])
})

test('the id of one action does not open with the key of another, nor of the same devices for another thing to do', () => {
  const id = seal.idAt(5)
  for (const other of [
    { ...sealed, actionId: randomUUID() },
    { ...sealed, type: 'delete' },
    { ...sealed, params: '{"a":1}' },
  ]) {
    assert.equal(new CommandSeal(commandKey(sealKey, other), sealed.actionId).positionOf(id), undefined)
  }
})
