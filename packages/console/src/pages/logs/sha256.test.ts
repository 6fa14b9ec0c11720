import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { sha256 } from './sha256.ts'

test('hashes any bytes as Node.js does, of every length about the ends of blocks', () => {
  for (const length of [
    0,
    1,
    55,
    56,
    63,
    64,
    65,
    119,
    120,
    1000,
    ...Array.from({ length: 50 }, (_, index) => index * 7),
  ]) {
    const data = randomBytes(length)
    const target = new Uint8Array(40)
    sha256(data, target, 5)
    assert.equal(Buffer.from(target.subarray(5, 37)).toString('hex'), createHash('sha256').update(data).digest('hex'))
  }
})
