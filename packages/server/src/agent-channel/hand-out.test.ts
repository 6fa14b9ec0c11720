import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stateOfCode } from '@muster/core/action/life-cycle.ts'
import { createTestDatabase } from '../../../../tests/support/database.ts'
import { addTestAccount, addTestDevices } from '../../../../tests/support/fleet.ts'
import { createTestServices, testCaller } from '../../../../tests/support/services.ts'
import { applyAction } from '../operations/apply-action.ts'
import { createCommandBook } from '../operations/command-book.ts'
import { createKeyring } from '../operations/keyring.ts'
import { mutateAgain } from '../operations/mutate.ts'
import { createHandOut } from './hand-out.ts'
import { createHub } from './hub.ts'

/** More than two portions. */
const deviceCount = 4100

test('what a hand-out that fails has leased and not sent waits again at once, and goes out once', async (t) => {
  const database = await createTestDatabase()
  t.after(() => database.drop())
  const services = await createTestServices(database.url)
  t.after(() => services.close())
  const accountId = await addTestAccount(services.pool)
  const ids = Array.from({ length: deviceCount }, (_, index) => `device-${index}`)
  const abilities = ['dhcprenew']
  await addTestDevices(
    services.pool,
    accountId,
    ids.map((deviceId) => ({ deviceId, abilities })),
  )
  const { actionId, counts } = await mutateAgain(services, (unit) =>
    applyAction(services, unit, testCaller(accountId), {
      type: 'dhcprenew',
      params: {},
      edition: 'narrowed',
      devices: { by: 'id', identifiers: ids },
    }),
  )
  assert.deepEqual(counts, { queued: deviceCount })

  await services.pool.query(
    `insert into device_presence (account_id, device_key, connection, online, connected_at)
     select account_id, device_key, 1, true, now() - interval '1 hour' from device`,
  )
  const got: string[] = []
  let failAt = 7
  const hub = createHub()
  const { rows } = await services.pool.query('select device_key, device_id from device order by device_key')
  for (const { device_key: deviceKey, device_id: deviceId } of rows) {
    hub.add({
      accountId,
      deviceKey,
      deviceId,
      generation: 1,
      connection: 1,
      from: { peer: undefined, requestId: 'test' },
      ignoresUnknown: true,
      heardAt: 0,
      tokenMadeAt: 0,
      transport: {
        send() {
          if (got.length === failAt) throw new Error('the connection broke')
          got.push(deviceId)
        },
        close: () => undefined,
      },
    })
  }
  const countStates = async () => {
    const { rows } = await services.pool.query(
      'select state, count(*)::integer as count from target group by state order by count',
    )
    return rows.map(({ state, count }) => [stateOfCode(state), count])
  }
  const handOut = createHandOut(services, createCommandBook(services, createKeyring(services.pool)), hub)
  await assert.rejects(handOut.action(accountId, actionId), /the connection broke/)
  assert.deepEqual(await countStates(), [
    ['offered', 7],
    ['queued', deviceCount - 7],
  ])
  failAt = 2500
  const sessions = [...hub.all()]
  await assert.rejects(handOut.devices(accountId, sessions), /the connection broke/)
  assert.deepEqual(await countStates(), [
    ['queued', deviceCount - 2500],
    ['offered', 2500],
  ])
  failAt = Number.POSITIVE_INFINITY
  await handOut.action(accountId, actionId)
  assert.deepEqual(await countStates(), [['offered', deviceCount]])
  assert.deepEqual(got.toSorted(), ids.toSorted())
})
