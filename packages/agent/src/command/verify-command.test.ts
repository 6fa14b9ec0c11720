import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, hash, type KeyObject, randomBytes, sign } from 'node:crypto'
import { test } from 'node:test'
import type { CommandStatement } from '@muster/core/agent/command-statement.ts'
import type { Command } from '@muster/core/agent/messages.ts'
import { toHex } from '@muster/core/audit/hash-chain.ts'
import { buildMerkleTree, inclusionProof, merkleRoot, type Sha256 } from '@muster/core/audit/merkle-tree.ts'
import { writeTargetLeaf } from '@muster/core/audit/target-leaf.ts'
import fc from 'fast-check'
import { describeRefusal, type Obedience, verifyCommand } from './verify-command.ts'

const sha256: Sha256 = (data, target, offset) => target.set(hash('sha256', data, 'buffer'), offset)
const { privateKey } = generateKeyPairSync('ed25519')
const now = 1_800_000_000

interface Fleet {
  readonly commands: Command[]
  obedience(index: number, over?: Partial<Obedience>): Obedience
}

/** An action on so many devices: each one's command, and what each agent knows. */
async function makeFleet(
  size: number,
  over: Partial<CommandStatement> = {},
  key: KeyObject = privateKey,
): Promise<Fleet> {
  const ids = Array.from({ length: size }, () => randomBytes(32))
  const writeLeaf = (index: number, target: Uint8Array) => writeTargetLeaf(target, ids[index]!, 3, `device-${index}`)
  const tree = await buildMerkleTree(size, writeLeaf, sha256)
  const statement = JSON.stringify({
    v: 1,
    action_id: 'a',
    type: 'fetch_agent_log',
    params: {},
    not_before: now - 300,
    expires_at: now + 3600,
    root: toHex(merkleRoot(tree, sha256)),
    leaves: size,
    ...over,
  })
  const signature = sign(null, Buffer.from(statement), key).toString('base64url')
  return {
    commands: ids.map((id, index) => ({
      type: 'command',
      command_id: id.toString('base64url'),
      statement,
      signature,
      index,
      proof: Buffer.from(inclusionProof(tree, index)).toString('base64url'),
      device_id: `device-${index}`,
      generation: 3,
    })),
    obedience: (index, more) => ({
      accountKey: createPublicKey(privateKey),
      deviceId: `device-${index}`,
      generation: 3,
      abilities: ['fetch_agent_log'],
      now,
      ...more,
    }),
  }
}

const reasonOf = (command: Command, obedience: Obedience) => {
  const verdict = verifyCommand(command, obedience)
  return verdict.obey ? 'obeyed' : verdict.reason
}

test('every device of an action of any size obeys its own command and no other’s', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), async (size, one, other) => {
      const { commands, obedience } = await makeFleet(size)
      const [own, foreign] = [one % size, other % size]
      assert.equal(reasonOf(commands[own]!, obedience(own)), 'obeyed')
      if (own === foreign) return
      assert.equal(reasonOf(commands[foreign]!, obedience(own)), 'refused_other_device')
      // Also where it is given out as our own.
      const relabelled = { ...commands[foreign]!, device_id: `device-${own}` }
      assert.equal(reasonOf(relabelled, obedience(own)), 'refused_unproven')
    }),
    { numRuns: 40 },
  )
})

test('one flipped bit anywhere in what proves a command makes it refused', async () => {
  const { commands, obedience } = await makeFleet(13)
  const [command] = commands as [Command]
  fc.assert(
    fc.property(
      fc.constantFrom('statement', 'signature', 'proof', 'command_id'),
      fc.nat(),
      fc.nat(7),
      (field, where, bit) => {
        const encoding = field === 'statement' ? 'utf8' : 'base64url'
        const bytes = Buffer.from(command[field], encoding)
        bytes[where % bytes.length]! ^= 1 << bit
        assert.notEqual(reasonOf({ ...command, [field]: bytes.toString(encoding) }, obedience(0)), 'obeyed')
      },
    ),
  )
  assert.equal(reasonOf({ ...command, index: 1 }, obedience(0)), 'refused_unproven')
  assert.equal(reasonOf({ ...command, index: 1e9 }, obedience(0)), 'refused_unproven')
  assert.equal(reasonOf({ ...command, proof: '' }, obedience(0)), 'refused_unproven')
  assert.equal(reasonOf({ ...command, proof: `${command.proof}AAAA` }, obedience(0)), 'refused_unproven')
  assert.equal(reasonOf({ ...command, command_id: 'x' }, obedience(0)), 'refused_unproven')
})

test('each thing that is wrong has its reason', async () => {
  const { commands, obedience } = await makeFleet(2)
  const [command] = commands as [Command]
  const stranger = await makeFleet(2, {}, generateKeyPairSync('ed25519').privateKey)
  assert.equal(reasonOf(stranger.commands[0]!, obedience(0)), 'refused_unsigned')
  assert.equal(reasonOf({ ...command, signature: '' }, obedience(0)), 'refused_unsigned')
  assert.equal(reasonOf({ ...command, signature: 'AAAA' }, obedience(0)), 'refused_unsigned')
  assert.equal(reasonOf(command, obedience(0, { generation: 4 })), 'refused_generation')
  assert.equal(reasonOf({ ...command, generation: 4 }, obedience(0, { generation: 4 })), 'refused_unproven')
  assert.equal(reasonOf(command, obedience(0, { now: now + 3601 })), 'refused_expired')
  assert.equal(reasonOf(command, obedience(0, { now: now - 301 })), 'refused_expired')
  assert.match(describeRefusal('refused_expired', 0), /by its clock, .* It says 1970-01-01T00:00:00/)
  assert.equal(reasonOf(command, obedience(0, { abilities: [] })), 'agent_cannot')
})

test('what the account signed for another purpose is no statement', async () => {
  const { commands, obedience } = await makeFleet(1)
  const other = 'muster enrolment ended v1\ndevice-0\n3'
  const signature = sign(null, Buffer.from(other), privateKey).toString('base64url')
  assert.equal(reasonOf({ ...commands[0]!, statement: other, signature }, obedience(0)), 'refused_unsigned')
})
