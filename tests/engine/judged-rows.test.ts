import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { inTransaction } from '@muster/server/db/transaction.ts'
import { judgeTargets } from '@muster/server/operations/judge-targets.ts'
import { prepareAction } from '@muster/server/operations/prepare-action.ts'
import { writeTargets } from '@muster/server/operations/write-targets.ts'
import { uuidV7 } from '@muster/server/uuid-v7.ts'
import { createTestDatabase } from '../support/database.ts'
import { addTestAccount, addTestDevices } from '../support/fleet.ts'
import { createTestServices, testCaller } from '../support/services.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let services: Awaited<ReturnType<typeof createTestServices>>

before(async () => {
  database = await createTestDatabase()
  services = await createTestServices(database.url)
})
after(async () => {
  await services?.close()
  await database?.drop()
})

const readPlace = async () => (await services.pool.query<{ ctid: string }>('select ctid from device')).rows[0]!.ctid

test('a device that was written to since it was judged is not taken for the judged one where it lies at the same place', async () => {
  const { pool } = services
  const accountId = await addTestAccount(pool)
  await addTestDevices(pool, accountId, [{ deviceId: 'one' }])
  const actionId = uuidV7(new Date())
  const caller = testCaller(accountId)
  const request = {
    type: 'exempt',
    params: { hours: 8 },
    edition: 'narrowed',
    devices: { by: 'id', identifiers: ['one'] },
  } as const
  const place = await readPlace()
  const writing = inTransaction(pool, async (tx) => {
    const prepared = await prepareAction(services, tx, caller, request, actionId)
    const targets = await judgeTargets(tx, prepared, { way: 'each', equalWorkMayWait: false })
    assert.equal(targets.stateAt(0), 'succeeded')
    // An indexed column changes, so that the old row's place is free once it is cleaned up; the next version takes it.
    await pool.query(`update device set device_id = 'two'`)
    await pool.query('vacuum device')
    await pool.query(`update device set device_id = 'one', exempt_by = $1, exempt_until = 'infinity'`, [
      uuidV7(new Date()),
    ])
    assert.equal(await readPlace(), place)
    await writeTargets(tx, prepared, targets)
  })
  await assert.rejects(writing, /changed while they were being judged/)
})
