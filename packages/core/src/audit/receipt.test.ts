import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { before, test } from 'node:test'
import { chainStart, entryHash, toHex } from './hash-chain.ts'
import { buildMerkleTree, inclusionProof, merkleRoot, type Sha256 } from './merkle-tree.ts'
import { type AuditReceipt, verifyReceipt } from './receipt.ts'
import { writeTargetLeaf } from './target-leaf.ts'

const sha256: Sha256 = (data, target, offset) => target.set(hash('sha256', data, 'buffer'), offset)
const commandId = (index: number) => Buffer.from(hash('sha256', `command ${index}`, 'buffer'))

async function makeReceipt(size: number, index: number): Promise<AuditReceipt> {
  const writeLeaf = (at: number, target: Uint8Array) => writeTargetLeaf(target, commandId(at), at + 1, `device-${at}`)
  const tree = await buildMerkleTree(size, writeLeaf, sha256)
  const root = toHex(merkleRoot(tree, sha256))
  const action = { at: '2026-01-01T00:00:00.000Z', event: 'action.applied', action_id: 'x' }
  const content = JSON.stringify({ v: 1, ...action, details: { type: 'exempt', targets: size, root } })
  return {
    v: 1,
    entry: { sequence: 7, content, hash: toHex(entryHash(chainStart, 7, content, sha256)) },
    previous_hash: toHex(chainStart),
    target: { device_id: `device-${index}`, generation: index + 1, command_id: commandId(index).toString('base64url') },
    index,
    size,
    proof: toHex(inclusionProof(tree, index)),
    root,
  }
}

let receipt: AuditReceipt

before(async () => {
  receipt = await makeReceipt(11, 10)
})

test('a receipt verifies alone, for every place in trees of every shape', async () => {
  for (const size of [1, 2, 3, 4, 7, 8, 33]) {
    for (let index = 0; index < size; index += 1) {
      const check = verifyReceipt(await makeReceipt(size, index), sha256)
      assert.equal(check.ok, true)
    }
  }
})

test('one changed byte anywhere in a receipt is found', () => {
  const text = Buffer.from(JSON.stringify(receipt))
  for (let at = 0; at < text.length; at += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      const changed = Buffer.from(text)
      changed[at]! ^= 1 << bit
      assert.equal(isGood(changed), false, `byte ${at}, bit ${bit}`)
    }
  }
})

test('another device, enrolment, place or entry does not verify', () => {
  const { target, entry } = receipt
  for (const forged of [
    { ...receipt, target: { ...target, device_id: 'device-9' } },
    { ...receipt, target: { ...target, generation: 1 } },
    { ...receipt, index: 9 },
    { ...receipt, size: 12 },
    { ...receipt, proof: receipt.proof.slice(64) },
    { ...receipt, entry: { ...entry, sequence: 8 } },
    { ...receipt, previous_hash: 'f'.repeat(64) },
    {},
    [],
    null,
  ]) {
    assert.equal(verifyReceipt(forged, sha256).ok, false)
  }
})

function isGood(bytes: Buffer): boolean {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return false
  }
  return verifyReceipt(value, sha256).ok
}
