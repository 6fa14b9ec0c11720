import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { applyAction } from '@muster/server/operations/apply-action.ts'
import { mutateAgain } from '@muster/server/operations/mutate.ts'
import { createTestDatabase } from '../support/database.ts'
import { addTestAccount, addTestDevices } from '../support/fleet.ts'
import { createTestServices, testCaller } from '../support/services.ts'

const fleetSize = 20_000
const askedTogether = 1_500
const statementSecondsMax = 10

let database: Awaited<ReturnType<typeof createTestDatabase>>
let services: Awaited<ReturnType<typeof createTestServices>>

before(async () => {
  database = await createTestDatabase()
  // One connection, so that every statement has met its plan before.
  services = await createTestServices(database.url, { connectionsMax: 1 })
})
after(async () => {
  await services?.close()
  await database?.drop()
})

test('a fleet that grew from a handful is found by any identifier, by the plans that were made for the handful', async () => {
  const { pool } = services
  const accountId = await addTestAccount(pool)
  for (const table of ['target', 'device', 'device_record', 'device_mac', 'action']) {
    await pool.query(`alter table ${table} set (autovacuum_enabled = off)`)
  }
  await pool.query(`set statement_timeout = '${statementSecondsMax}s'`)
  const add = (from: number, to: number) =>
    addTestDevices(
      pool,
      accountId,
      numbers(from, to).map((n) => ({ deviceId: `dev-${n}`, hwid: `HW-${n}`, macs: [n] })),
    )
  const renew = async (by: 'id' | 'mac', identifiers: string[]) => {
    const devices = { by, identifiers }
    const request = { type: 'dhcprenew', params: {}, edition: 'narrowed', devices } as const
    return mutateAgain(services, (unit) => applyAction(services, unit, testCaller(accountId), request))
  }

  await add(0, 16)
  for (let time = 0; time < 8; time += 1) {
    for (const [by, identifier] of kinds) await renew(by, numbers(0, 10).map(identifier))
  }
  await add(16, fleetSize)
  for (const [index, [by, identifier, found]] of kinds.entries()) {
    const from = (index + 1) * askedTogether
    const { counts } = await renew(by, numbers(from, from + askedTogether).map(identifier))
    assert.deepEqual(counts, { [found]: askedTogether })
  }
})

const kinds = [
  ['id', (n: number) => `dev-${n}`, 'queued'],
  ['mac', (n: number) => n.toString(16).padStart(12, '0'), 'queued'],
  ['id', (n: number) => `HW-${n}`, 'queued'],
  ['id', (n: number) => `nobody-${n}`, 'not_found'],
] as const

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index)
}
