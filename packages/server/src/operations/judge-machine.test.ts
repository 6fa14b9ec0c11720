import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeMachine, type MachineVerdict } from './judge-machine.ts'

const board = (name: string) => [`board_serial:${name}`, `mac:${name}-1`, `mac:${name}-2`]
const known = { hardware: board('a'), run: 'r2', former_runs: ['r1', 'r0'], online: false }
const open = {
  found_by: 'hello',
  known_hardware: board('a'),
  known_run: 'r2',
  newcomer_run: 'r1',
  resolution: null,
  keeps: null,
} as const
const keepsKnown = { ...open, resolution: 'separate', keeps: 'known' } as const
const keepsNewcomer = { ...open, resolution: 'separate', keeps: 'newcomer' } as const
const turns = { ...open, found_by: 'turns' } as const
const turnsKeepsKnown = { ...turns, resolution: 'separate', keeps: 'known' } as const
const a = { marks: board('a'), run: 'r2' }
const b = { marks: board('b'), run: 'r9' }

const table: readonly [
  why: string,
  machine: Parameters<typeof judgeMachine>[0],
  pending: Parameters<typeof judgeMachine>[2],
  expected: MachineVerdict,
][] = [
  ['the machine that it was', a, undefined, { kind: 'admit' }],
  ['its agent was started again', { ...a, run: 'r3' }, undefined, { kind: 'admit' }],
  ['another machine', b, undefined, { kind: 'found', by: 'hello' }],
  ['an earlier start comes back', { ...a, run: 'r1' }, undefined, { kind: 'found', by: 'turns' }],
  ['the first of three that take turns', { ...a, run: 'r0' }, undefined, { kind: 'found', by: 'turns' }],
  ['an agent that says neither', { marks: [], run: undefined }, undefined, { kind: 'admit' }],
  ['in doubt: the known one', a, open, { kind: 'admit' }],
  ['in doubt: the newcomer', b, open, { kind: 'wait' }],
  ['in doubt: a third one', { marks: board('c'), run: 'r7' }, open, { kind: 'wait' }],
  ['in doubt, alike: the known one', a, turns, { kind: 'admit' }],
  ['in doubt, alike: the other', { ...a, run: 'r1' }, turns, { kind: 'wait' }],
  ['in doubt, alike: the known one, started again', { ...a, run: 'r3', formerRun: 'r2' }, turns, { kind: 'admit' }],
  ['in doubt, alike: one that was started again', { ...a, run: 'r3' }, turns, { kind: 'wait' }],
  ['alike: the known one, started again', { ...a, run: 'r3', formerRun: 'r2' }, turnsKeepsKnown, { kind: 'admit' }],
  ['alike: the newcomer', { ...a, run: 'r1' }, turnsKeepsKnown, { kind: 'separate' }],
  ['alike: the newcomer, started again', { ...a, run: 'r3', formerRun: 'r1' }, turnsKeepsKnown, { kind: 'separate' }],
  ['alike: started again, and does not say after what', { ...a, run: 'r3' }, turnsKeepsKnown, { kind: 'wait' }],
  ['the known one stays', a, keepsKnown, { kind: 'admit' }],
  ['the newcomer goes', b, keepsKnown, { kind: 'separate' }],
  ['the known one goes', a, keepsNewcomer, { kind: 'separate' }],
  ['the newcomer stays', b, keepsNewcomer, { kind: 'admit' }],
]

for (const [why, machine, pending, expected] of table) {
  test(`${expected.kind}: ${why}`, () => {
    assert.deepEqual(judgeMachine(machine, known, pending), expected)
  })
}

test('wait: another copy of the disk that says to follow a start that is still connected', () => {
  const third = { ...a, run: 'r3', formerRun: 'r2' }
  assert.deepEqual(judgeMachine(third, { ...known, online: true }, turnsKeepsKnown), { kind: 'wait' })
})
