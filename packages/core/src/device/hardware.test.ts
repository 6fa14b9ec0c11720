import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Comparison, compareHardware, marksOf, mergeMarks, tellingMarks } from './hardware.ts'

/** `u1 b1 s1 m1 m2`: UUID, board serial, system serial, network cards, machine id (`i`), and `v` for a virtual machine. */
const kinds = { u: 'system_uuid', b: 'board_serial', s: 'system_serial', m: 'mac', i: 'machine_id' } as const

function marks(text: string): string[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((word) => (word === 'v' ? 'virtual' : `${kinds[word[0] as keyof typeof kinds]}:${word}`))
    .sort()
}

const table: readonly [why: string, known: string, offered: string, expected: Comparison][] = [
  ['reinstalled: all but the machine id is as before', 'i1 u1 b1 s1 m1 m2', 'i2 u1 b1 s1 m1 m2', 'same'],
  ['the board alone could be read, and a card agrees', 'b1 m1', 'b1 m1', 'same'],
  ['the UUID alone could be read', 'u1', 'u1', 'same'],
  ['all cards were exchanged, UUID and board are as before', 'u1 b1 m1', 'u1 b1 m9', 'same'],
  ['one number that a vendor gave to many, and other cards', 'b1 m1', 'b1 m9', 'unclear'],
  ['the board agrees, the UUID does not', 'u1 b1 m1', 'u2 b1 m1', 'unclear'],
  ['the system serial does not agree', 'u1 s1', 'u1 s2', 'unclear'],
  ['an unprivileged agent reads two cards', 'm1 m2', 'm1 m2 m3', 'same'],
  ['one card proves nothing: it may be a dock’s', 'm1', 'm1', 'unclear'],
  ['one card and the system serial', 's1 m1', 's1 m1 m2', 'same'],
  ['the system serial alone: the case stayed, what is in it may not', 's1', 's1', 'unclear'],
  ['a cloned disk in another machine', 'i1 u1 b1 m1 m2', 'i1 u2 b2 m3 m4', 'other'],
  ['a cloned disk, one dock carried along', 'i1 u1 b1 m1 m2', 'i1 u2 b2 m1 m4', 'other'],
  ['a new board, the cards carried along', 'u1 b1 m1 m2', 'u2 b2 m1 m2', 'unclear'],
  ['a cloned disk, an unprivileged agent', 'i1 m1 m2', 'i1 m3', 'other'],
  ['other serial, other cards', 's1 m1', 's2 m2', 'other'],
  ['nothing known', '', 'u1 b1', 'unclear'],
  ['nothing said', 'u1 b1', '', 'unclear'],
  ['only the machine id agrees', 'i1', 'i1', 'unclear'],
  ['only the machine id differs', 'i1', 'i2', 'unclear'],
  ['a virtual machine reinstalled', 'v u1 m1', 'v u1 m1', 'same'],
  ['a copied virtual machine keeps its serials', 'v u1 b1 s1 m1', 'v u2 b1 s1 m2', 'other'],
  ['a virtual board serial is no proof', 'v b1', 'v b1', 'unclear'],
  ['a virtual UUID does not count against the addresses', 'v u1 m1', 'v u1 m2', 'unclear'],
  ['a virtual machine defined anew with its address', 'v u1 m1', 'v u2 m1', 'unclear'],
  ['a copied virtual machine, an unprivileged agent', 'v m1', 'v m2', 'other'],
  ['a disk moved from a physical to a virtual machine', 'u1 b1 m1', 'v u2 b9 m2', 'other'],
]

for (const [why, known, offered, expected] of table) {
  test(`${expected}: ${why}`, () => {
    assert.equal(compareHardware(marks(known), marks(offered)), expected)
    assert.equal(compareHardware(marks(offered), marks(known)), expected)
  })
}

test('marks are sorted, each once, without kinds that nobody knows; a machine without evidence has none', () => {
  const hash = 'a'.repeat(32)
  const evidence = ['mac', 'flux', 'board_serial', 'mac'].map((kind) => ({ kind, hash }))
  assert.deepEqual(marksOf({ virtual: true, evidence }), [`board_serial:${hash}`, `mac:${hash}`, 'virtual'])
  assert.deepEqual(marksOf({ virtual: true, evidence: [{ kind: 'flux', hash }] }), [])
  assert.deepEqual(marksOf(undefined), [])
  assert.deepEqual(tellingMarks(marks('v i1 u1 m1')), marks('u1 m1'))
})

test('what an agent could not read this time stays known; what it read replaces what was', () => {
  assert.deepEqual(mergeMarks(marks('u1 b1 m1 m2'), marks('m2 m3')), marks('u1 b1 m2 m3'))
  assert.deepEqual(mergeMarks(marks('v u1'), marks('u2')), marks('u2'))
  assert.deepEqual(mergeMarks(marks('u1'), []), marks('u1'))
})
