import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chainStart, entryHash, toHex } from '@muster/core/audit/hash-chain.ts'
import fc from 'fast-check'
import { sha256 } from './sha256.ts'
import { verifyExport } from './verify-export.ts'

const contents = [
  '{"v":1,"event":"server.set_up"}',
  '{"v":1,"name":"Zoë \\u0007 \u{1f512} \u{fffd}"}',
  '',
  'x'.repeat(300),
]

function makeExport(): Buffer {
  let previous: Uint8Array = chainStart
  const lines = contents.map((content, index) => {
    previous = entryHash(previous, index + 1, content, sha256)
    return `${JSON.stringify({ sequence: index + 1, content, hash: toHex(previous) })}\n`
  })
  return Buffer.from(lines.join(''))
}

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const good = makeExport()
const lineOf = (at: number) => good.subarray(0, at).toString('latin1').split('\n').length

test('a whole export verifies, however it is cut into chunks, and tells its head', async () => {
  for (const size of [1, 7, 100_000]) {
    const check = await verifyExport(inChunks(good, size))
    assert.equal(check.ok, true)
    assert.ok(check.ok && check.entries === contents.length && good.toString().includes(check.head))
  }
  assert.deepEqual(await verifyExport(inChunks(Buffer.alloc(0), 1)), { ok: true, entries: 0, head: '0'.repeat(64) })
})

test('any one changed byte is found, at the entry that it is in', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const changed = Buffer.from(good)
      changed[at]! ^= flip
      const check = await verifyExport(inChunks(changed, 64))
      assert.equal(check.ok, false)
      assert.equal(!check.ok && check.sequence, lineOf(at))
    }),
    { numRuns: 4000 },
  )
})

test('an entry that is missing, doubled, swapped or cut off is found', async () => {
  const lines = good.toString().trimEnd().split('\n')
  const [first, second, third, fourth] = lines as [string, string, string, string]
  for (const [changed, sequence] of [
    [[second, third, fourth], 1],
    [[first, third, fourth], 2],
    [[first, first, second, third, fourth], 2],
    [[first, third, second, fourth], 2],
    [[first, '', second, third, fourth], 2],
  ] as const) {
    const check = await verifyExport(inChunks(Buffer.from(`${changed.join('\n')}\n`), 64))
    assert.deepEqual([check.ok, !check.ok && check.sequence], [false, sequence])
  }
  const cut = await verifyExport(inChunks(good.subarray(0, -1), 64))
  assert.equal(cut.ok, false)
})
