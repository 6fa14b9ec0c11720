import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, hash, randomBytes, sign } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, mock, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { CommandStatement } from '@muster/core/agent/command-statement.ts'
import type { DeviceMoment } from '@muster/core/agent/defer-rule.ts'
import type { AgentMessage, Command } from '@muster/core/agent/messages.ts'
import { toHex } from '@muster/core/audit/hash-chain.ts'
import { buildMerkleTree, merkleRoot, type Sha256 } from '@muster/core/audit/merkle-tree.ts'
import { writeTargetLeaf } from '@muster/core/audit/target-leaf.ts'
import { type Journal, openJournal } from '../journal/journal.ts'
import { createDeferrals, type Deferrals } from './deferrals.ts'
import { createWorker, type Worker } from './worker.ts'
import type { WorkerTools } from './worker-tools.ts'

const sha256: Sha256 = (data, target, offset) => target.set(hash('sha256', data, 'buffer'), offset)
const { privateKey } = generateKeyPairSync('ed25519')
const ignore = () => undefined
const quiet = { info: ignore, warn: ignore, error: ignore } as unknown as WorkerTools['log']
const start = 1_800_000_000

let directory: string
let journal: Journal
let deferrals: Deferrals
let worker: Worker
let said: AgentMessage[]
let effects: string[]
let moment: DeviceMoment
let seconds: number
let connected: boolean

beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout'] })
  directory = mkdtempSync(join(tmpdir(), 'muster-deferrals-'))
  journal = openJournal(join(directory, 'journal'), () => seconds)
  said = []
  effects = []
  moment = { minuteOfDay: 600, power: { onBattery: true, percent: 30 } }
  seconds = start
  connected = true
  const say = (message: AgentMessage) => void said.push(message)
  deferrals = createDeferrals({
    log: quiet,
    say,
    connected: () => connected,
    // The server's clock is ten seconds ahead of the device's.
    serverNow: () => seconds + 10,
    readMoment: async () => moment,
  })
  worker = createWorker({
    log: quiet,
    say,
    deferrals,
    journal,
    now: () => seconds,
    handlers: [
      {
        type: 'dhcprenew',
        resumable: false,
        run: async ({ id }: { id: string }) => {
          effects.push(id)
          return {}
        },
      },
    ],
    obedience: () => ({
      accountKey: createPublicKey(privateKey),
      deviceId: 'device',
      generation: 1,
      abilities: ['dhcprenew'],
      now: seconds,
    }),
  } as unknown as WorkerTools)
})

afterEach(() => {
  mock.timers.reset()
  journal.close()
  rmSync(directory, { recursive: true })
})

async function makeCommand(over: Partial<Record<keyof CommandStatement, unknown>> = {}): Promise<Command> {
  const id = randomBytes(32)
  const tree = await buildMerkleTree(1, (_, target) => writeTargetLeaf(target, id, 1, 'device'), sha256)
  const statement = JSON.stringify({
    v: 1,
    action_id: 'a',
    type: 'dhcprenew',
    params: {},
    not_before: start - 300,
    expires_at: start + 3600,
    defer: { battery_percent: 50, retry_after_seconds: 600 },
    root: toHex(merkleRoot(tree, sha256)),
    leaves: 1,
    ...over,
  })
  return {
    type: 'command',
    command_id: id.toString('base64url'),
    statement,
    signature: sign(null, Buffer.from(statement), privateKey).toString('base64url'),
    index: 0,
    proof: '',
    device_id: 'device',
    generation: 1,
  }
}

/** Lets what waits for promises go on. */
async function settle() {
  for (let turn = 0; turn < 10; turn += 1) await setImmediate()
}

async function pass(more: number) {
  seconds += more
  mock.timers.tick(more * 1000)
  await settle()
}

const words = () => said.map(({ type }) => type)

async function offer(command: Command) {
  worker.offer(command)
  await settle()
}

test('a command is put off before it is accepted, tried again by itself, and carried out when it is time', async () => {
  const command = await makeCommand()
  await offer(command)
  assert.deepEqual(said, [
    {
      type: 'deferred',
      command_id: command.command_id,
      reason: 'The device runs on battery, with 30 % left.',
      retry_at: start + 10 + 600,
    },
  ])
  assert.equal(journal.get(command.command_id), undefined)
  await pass(600)
  assert.deepEqual(words(), ['deferred', 'deferred'])
  moment = { ...moment, power: { onBattery: false, percent: 31 } }
  await pass(599)
  assert.deepEqual(effects, [])
  await pass(1)
  assert.deepEqual(words(), ['deferred', 'deferred', 'accepted', 'result'])
  assert.deepEqual(effects, [command.command_id])
})

test('offered again before its time, it is put off with the same words, and weighed no second time', async () => {
  const command = await makeCommand()
  await offer(command)
  moment = { minuteOfDay: 600 }
  await offer(command)
  assert.deepEqual(said[1], said[0])
  assert.deepEqual(effects, [])
})

test('without a rule, or with nothing against it, a command is carried out at once', async () => {
  await offer(await makeCommand({ defer: undefined }))
  moment = { minuteOfDay: 600 }
  await offer(await makeCommand())
  assert.deepEqual(words(), ['accepted', 'result', 'accepted', 'result'])
})

test('what expires while it is put off is not carried out, and its end is left to the server', async () => {
  await offer(await makeCommand({ expires_at: start + 599 }))
  moment = { minuteOfDay: 600 }
  await pass(600)
  assert.deepEqual(words(), ['deferred'])
  assert.deepEqual(effects, [])
})

test('cancelled while it is put off, or while it is weighed, it is never carried out', async () => {
  const putOff = await makeCommand()
  await offer(putOff)
  worker.cancel(putOff.command_id)
  const weighed = await makeCommand()
  worker.offer(weighed)
  worker.cancel(weighed.command_id)
  moment = { minuteOfDay: 600 }
  await pass(600)
  assert.deepEqual(words(), ['deferred', 'result', 'result'])
  assert.deepEqual(effects, [])
})

test('what was put off does not outlive the connection: the server may have called it off meanwhile', async () => {
  await offer(await makeCommand())
  connected = false
  moment = { minuteOfDay: 600 }
  await pass(600)
  assert.deepEqual(effects, [])
  const other = await makeCommand()
  moment = { minuteOfDay: 600, power: { onBattery: true } }
  await offer(other)
  // As at each welcome.
  deferrals.clear()
  connected = true
  moment = { minuteOfDay: 600 }
  await pass(600)
  assert.deepEqual(effects, [])
  await offer(other)
  assert.deepEqual(effects, [other.command_id])
})

test('a device that cannot find out how it stands does as it is told', async () => {
  Object.defineProperty(moment, 'power', {
    get() {
      throw new Error('unreadable')
    },
  })
  const command = await makeCommand()
  await offer(command)
  assert.deepEqual(effects, [command.command_id])
})
