import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { Hardware } from '@muster/core/device/hardware.ts'
import { listDuplicates } from '@muster/server/operations/list-duplicates.ts'
import { resolveDuplicate } from '@muster/server/operations/resolve-duplicate.ts'
import { testCaller } from '../../support/services.ts'
import type { AgentServer } from './agent-server.ts'
import { enrolFake, type FakeAgent, fakeInventory, helloOf, openSocket } from './fake-agent.ts'

/** The status of a device in quarantine. */
export const quarantined = 8

/** `u1 b1 m1 m2`; a leading `v` makes it a virtual machine. */
function hardware(words: string): Hardware {
  const kinds = { u: 'system_uuid', b: 'board_serial', m: 'mac', i: 'machine_id' } as Record<string, string>
  const parts = words.split(' ').filter((word) => word !== 'v')
  return {
    virtual: words.startsWith('v '),
    evidence: parts.map((word) => ({
      kind: kinds[word[0]!]!,
      hash: createHash('sha256').update(word).digest('hex').slice(0, 32),
    })),
  }
}

let serial = 0

/** A machine like no other. */
export function newMachine(): string {
  serial += 1
  return `u-${serial} b-${serial} m-${serial}-1 m-${serial}-2`
}

export const inventoryOf = (words: string, hostname = 'pc') => fakeInventory({ hardware: hardware(words), hostname })

/** Agents on machines, as a test says which; the server is the one that runs when it is asked. */
export function agentsOnMachines(server: () => AgentServer) {
  async function enrol(words: string, over: { hwid?: string } = {}): Promise<FakeAgent> {
    return enrolFake(server().base, await server().makeToken(), { inventory: inventoryOf(words), ...over })
  }

  async function hello(agent: FakeAgent, words: string, run?: string, former_run?: string) {
    const socket = await openSocket(server().base)
    const { nonce } = await socket.next('challenge')
    const starts = { ...(run && { run }), ...(former_run && { former_run }) }
    socket.send(helloOf(agent, nonce, { inventory: inventoryOf(words), ...starts }))
    return socket
  }

  async function connect(agent: FakeAgent, words: string, run?: string, formerRun?: string) {
    const socket = await hello(agent, words, run, formerRun)
    await socket.next('welcome')
    return socket
  }

  async function expectWaiting(agent: FakeAgent, words: string, run?: string, formerRun?: string) {
    const socket = await hello(agent, words, run, formerRun)
    assert.equal((await socket.next('refused')).code, 'duplicate')
  }

  async function statusOf(deviceId: string): Promise<number> {
    const { rows } = await server().services.pool.query('select base_status from device where device_id = $1', [
      deviceId,
    ])
    return rows[0].base_status
  }

  async function duplicateOf(deviceId: string) {
    const { items } = await listDuplicates(server().services, testCaller(server().accountId), { limit: 1000 })
    return items.find(({ device_id }) => device_id === deviceId)
  }

  const caller = () => testCaller(server().accountId)

  async function resolve(deviceId: string, how: Parameters<typeof resolveDuplicate>[4]) {
    const { duplicate_id } = (await duplicateOf(deviceId))!
    return server().inUnit((unit) => resolveDuplicate(server().services, unit, caller(), duplicate_id, how))
  }

  return { enrol, hello, connect, expectWaiting, statusOf, duplicateOf, resolve }
}
