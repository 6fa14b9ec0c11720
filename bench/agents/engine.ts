import { applyAction } from '@muster/server/operations/apply-action.ts'
import { claimForAction } from '@muster/server/operations/claim-commands.ts'
import { createCommandBook } from '@muster/server/operations/command-book.ts'
import { createKeyring } from '@muster/server/operations/keyring.ts'
import { mutate } from '@muster/server/operations/mutate.ts'
import { type AgentNews, recordCommandNews } from '@muster/server/operations/record-command-news.ts'
import type pg from 'pg'
import { addTestAccount, addTestDevices } from '../../tests/support/fleet.ts'
import { createTestServices, testCaller } from '../../tests/support/services.ts'
import type { QueuePeer } from './peers.ts'

/** As the server records what agents say: so many commands at once, and so many such sets at a time. */
const commandsPerSet = 1000
const lanes = 3

/**
 * The engine without sockets, which the other queues have not either: commands are claimed, and accepted and done in the
 * sets in which the server records what agents say. An account of its own: nobody of it is connected.
 */
export async function openEngine(pool: pg.Pool, databaseUrl: string, count: number): Promise<QueuePeer> {
  const accountId = await addTestAccount(pool)
  const ids = Array.from({ length: count }, (_, index) => `bench-engine-${index}`)
  await addTestDevices(
    pool,
    accountId,
    ids.map((deviceId) => ({ deviceId, abilities: ['dhcprenew'] })),
  )
  await pool.query('vacuum analyze device, device_record')
  const { rows } = await pool.query<{ device_key: string }>('select device_key from device where account_id = $1', [
    accountId,
  ])
  const connected = new Map(rows.map(({ device_key }) => [device_key, { generation: 1 }]))
  const services = await createTestServices(databaseUrl)
  const book = createCommandBook(services, createKeyring(services.pool))
  const caller = testCaller(accountId)

  async function act(): Promise<string> {
    let actionId = ''
    await mutate(services, caller, undefined, async (unit) => {
      const devices = { by: 'id', identifiers: ids } as const
      const request = { type: 'dhcprenew', params: {}, edition: 'original', devices } as const
      actionId = (await applyAction(services, unit, caller, request)).actionId
      return { status: 200, contentType: 'text/plain', body: '' }
    })
    return actionId
  }

  return {
    name: 'the engine alone',
    async complete() {
      const actionId = await act()
      const action = (await book.find(accountId, [actionId])).get(actionId)!
      // What agents send back, as they were given it.
      const commandIds = ids.map((_, position) => action.idAt(position))
      const start = performance.now()
      const recording = Array.from({ length: lanes }, () => Promise.resolve<unknown>(undefined))
      let sets = 0
      const prepare = async () => undefined
      for await (const { commands } of claimForAction(services, { accountId, actionId }, connected, prepare)) {
        for (let from = 0; from < commands.length; from += commandsPerSet) {
          const news = commands.slice(from, from + commandsPerSet).flatMap(({ device_key, generation, position }) => {
            const address = { deviceKey: device_key, generation }
            const command_id = commandIds[position]!
            return [
              { ...address, news: { type: 'accepted', command_id } },
              { ...address, news: { type: 'result', command_id, state: 'succeeded', data: { done: true } } },
            ] as AgentNews[]
          })
          const lane = sets % lanes
          sets += 1
          recording[lane] = recording[lane]!.then(() => recordCommandNews({ services, book }, accountId, news))
        }
      }
      await Promise.all(recording)
      const millis = performance.now() - start
      const { rows } = await pool.query<{ done: number }>(
        'select count(*)::int as done from target where action_id = $1 and not open and result is not null',
        [actionId],
      )
      if (rows[0]!.done !== count) throw new Error(`the engine completed ${rows[0]!.done} of ${count}`)
      await pool.query('delete from target')
      await pool.query('vacuum target')
      return millis
    },
    close: () => services.close(),
  }
}
