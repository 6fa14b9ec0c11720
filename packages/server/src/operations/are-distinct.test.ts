import assert from 'node:assert/strict'
import { test } from 'node:test'
import { areDistinct } from './are-distinct.ts'

const many = Array.from({ length: 20_000 }, (_, index) => `device-${index}`)

test('texts are distinct where no two are equal, however many there are', () => {
  assert.equal(areDistinct([]), true)
  assert.equal(areDistinct(['']), true)
  assert.equal(areDistinct(['a', 'b', 'A', 'aa', '']), true)
  assert.equal(areDistinct(many), true)
  assert.equal(areDistinct([...many, 'device-0']), false)
  assert.equal(areDistinct(['', '']), false)
})

test('texts made to collide are told apart all the same', () => {
  const colliding = findColliding(2_000)
  assert.equal(areDistinct(colliding), true)
  assert.equal(areDistinct([...colliding, colliding[7]!]), false)
})

/** Of each block there are two that lead from the same state of the hash to the same: 2^n texts of n blocks. */
function findColliding(count: number): string[] {
  const blocksNeeded = Math.ceil(Math.log2(count))
  const blocks: [string, string][] = []
  let state = 3 * blocksNeeded
  let random = 7
  const character = () => {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0
    return String.fromCharCode(0x100 + ((random >>> 8) % 0x8000))
  }
  while (blocks.length < blocksNeeded) {
    const seen = new Map<number, string>()
    for (;;) {
      const block = character() + character() + character()
      const next = step(state, block)
      const other = seen.get(next)
      if (other !== undefined && other !== block) {
        blocks.push([other, block])
        state = next
        break
      }
      seen.set(next, block)
    }
  }
  return Array.from({ length: count }, (_, index) => blocks.map((pair, bit) => pair[(index >> bit) & 1]).join(''))
}

/** As `areDistinct` mixes: its start is the length, which is the same of all these. */
function step(state: number, text: string): number {
  let value = state
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value
}
