import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { stateCode } from '@muster/core/action/life-cycle.ts'
import { applyAction } from '@muster/server/operations/apply-action.ts'
import { mutate } from '@muster/server/operations/mutate.ts'
import { createTestDatabase } from '../support/database.ts'
import { addTestAccount, addTestDevices } from '../support/fleet.ts'
import { type ActionRunner, runAction, somebodyWaits } from '../support/run-action.ts'
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

const run: ActionRunner = (...action) => runAction(services, ...action)

test('actions that race for one device each keep the image of what they found, as one after the other', async () => {
  const { pool } = services
  const accountId = await addTestAccount(pool)
  const groups = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  for (const group of groups) {
    await pool.query('insert into device_group (account_id, group_id, name) values ($1, $2, $2)', [accountId, group])
  }
  await addTestDevices(pool, accountId, [{ deviceId: 'raced' }])
  await Promise.all(groups.map((group_id) => run(accountId, 'assign_to_group', { group_id }, ['raced'])))
  const { rows } = await pool.query<{ was: string; became: string }>(
    `select g.group_id as was, (a.params::jsonb)->>'group_id' as became
     from target t join action a using (account_id, action_id)
     join device_group g on g.account_id = t.account_id and g.group_key = t.before_group_key
     where t.account_id = $1 and t.generation > 0`,
    [accountId],
  )
  const next = new Map(rows.map(({ was, became }) => [was, became]))
  const chain = ['default']
  while (next.has(chain.at(-1)!) && chain.length <= groups.length) chain.push(next.get(chain.at(-1)!)!)
  assert.deepEqual(chain.toSorted(), ['default', ...groups].toSorted(), JSON.stringify(rows))
})

/** Exempts these devices; `meanwhile` runs between their judgement and their change. */
async function exemptWhile(accountId: number, ids: string[], meanwhile: () => Promise<unknown>) {
  const other = await services.pool.connect()
  // Judging goes on beside this lock; the targets wait for it.
  await other.query('begin; lock table target in share row exclusive mode')
  const exempting = run(accountId, 'exempt', { hours: 8 }, ids)
  try {
    await somebodyWaits(services)
    await meanwhile()
  } finally {
    await other.query('commit')
    other.release()
  }
  const result = await exempting
  const { rows } = await services.pool.query(
    `select d.exempt_by = t.action_id as exempted, t.before_exempt_by as before
     from target t join device d using (account_id, device_key) where t.action_id = $1 order by t.position`,
    [result.actionId],
  )
  return { ...result, rows }
}

test('a device that was written to after it was judged is changed, at the first attempt, where it would be judged the same', async () => {
  const { pool } = services
  const accountId = await addTestAccount(pool)
  const ids = ['written to', 'left alone']
  await addTestDevices(
    pool,
    accountId,
    ids.map((deviceId) => ({ deviceId })),
  )
  const { states, attempts, rows } = await exemptWhile(accountId, ids, () =>
    pool.query(`update device set kind_id = kind_id where account_id = $1 and device_id = 'written to'`, [accountId]),
  )
  assert.deepEqual(states, ['succeeded', 'succeeded'])
  assert.equal(attempts, 1)
  const done = { exempted: true, before: null }
  assert.deepEqual(rows, [done, done])
})

test('a device that is being written to while it is changed is changed after that, at the first attempt', async () => {
  const { pool } = services
  const accountId = await addTestAccount(pool)
  await addTestDevices(pool, accountId, [{ deviceId: 'd' }, { deviceId: 'e' }])
  const { rows: groups } = await pool.query(
    `insert into device_group (account_id, group_id, name) values ($1, 'a', 'a') returning group_key`,
    [accountId],
  )
  const other = await pool.connect()
  await other.query('begin')
  await other.query(`update device set group_key = $2 where account_id = $1 and device_id = 'd'`, [
    accountId,
    groups[0]!.group_key,
  ])
  const exempting = run(accountId, 'exempt', { hours: 8 }, ['d', 'e'])
  try {
    await somebodyWaits(services)
  } finally {
    await other.query('commit')
    other.release()
  }
  const { states, attempts } = await exempting
  assert.deepEqual([states, attempts], [['succeeded', 'succeeded'], 1])
  const { rows } = await pool.query(
    `select device_id, group_key = $2 as moved, exempt_by is not null as exempted from device
     where account_id = $1 order by device_id`,
    [accountId, groups[0]!.group_key],
  )
  assert.deepEqual(rows, [
    { device_id: 'd', moved: true, exempted: true },
    { device_id: 'e', moved: false, exempted: true },
  ])
})

test('a device that was exempted after it was judged is judged again, and its image is what was found', async () => {
  const { pool } = services
  const accountId = await addTestAccount(pool)
  await addTestDevices(pool, accountId, [{ deviceId: 'd' }])
  const before = randomUUID()
  const { states, attempts, rows } = await exemptWhile(accountId, ['d'], () =>
    pool.query(`update device set exempt_by = $2, exempt_until = 'infinity' where account_id = $1`, [
      accountId,
      before,
    ]),
  )
  assert.deepEqual(states, ['succeeded'])
  assert.equal(attempts, 2)
  assert.deepEqual(rows, [{ exempted: true, before }])
})

test('an address of two devices stands for neither: no device, no command, also where equal commands wait for both', async () => {
  const { pool } = services
  const accountId = await addTestAccount(pool)
  const abilities = ['dhcprenew']
  await addTestDevices(pool, accountId, [
    { deviceId: 'twin a', abilities, macs: [1] },
    { deviceId: 'twin b', abilities, macs: [1] },
    { deviceId: 'single', abilities, macs: [2] },
    { deviceId: 'unable', macs: [1] },
  ])
  await run(accountId, 'dhcprenew', {}, ['twin a', 'twin b'])
  for (const [macs, asked] of [
    [['000000000001'], ['ambiguous']],
    [
      ['000000000002', '000000000001'],
      ['queued', 'ambiguous'],
    ],
  ] as const) {
    const { actionId, states, commandIds } = await run(accountId, 'dhcprenew', {}, [...macs], { by: 'mac' })
    assert.deepEqual(states, asked)
    const { rows } = await pool.query(
      `select device_key is null as nobody, same_as_action, same_as_position
       from target where action_id = $1 and state = $2`,
      [actionId, stateCode('ambiguous')],
    )
    assert.deepEqual(rows, [{ nobody: true, same_as_action: null, same_as_position: null }])
    assert.equal(commandIds.at(-1), undefined)
  }
})

test('an action queues no more statements at its connection than the driver allows', async () => {
  const warnings: Error[] = []
  const note = (warning: Error) => warnings.push(warning)
  process.on('warning', note)
  const accountId = await addTestAccount(services.pool)
  await addTestDevices(services.pool, accountId, [{ deviceId: 'listed', abilities: ['dhcprenew'] }])
  const caller = testCaller(accountId)
  await mutate(services, caller, undefined, async (unit) => {
    const devices = { by: 'filter', filter: { all: true } } as const
    await applyAction(services, unit, caller, { type: 'dhcprenew', params: {}, edition: 'narrowed', devices })
    return { status: 200, contentType: 'text/plain', body: '' }
  })
  process.off('warning', note)
  assert.deepEqual(warnings, [])
})

test('devices that all have leases of their own keep each its own image, and those without one have none', async () => {
  const { pool } = services
  const accountId = await addTestAccount(pool)
  const ids = Array.from({ length: 300 }, (_, index) => `leased-${index}`)
  await addTestDevices(
    pool,
    accountId,
    ids.map((deviceId) => ({ deviceId })),
  )
  const { rows: leases } = await pool.query(
    `update device set exempt_by = gen_random_uuid(), exempt_until = now() + device_key * interval '1 hour'
     where account_id = $1 and device_key % 7 > 0 returning device_key, exempt_by as by, exempt_until as until`,
    [accountId],
  )
  const { actionId } = await run(accountId, 'unexempt', {}, ids)
  const { rows: images } = await pool.query(
    `select device_key, before_exempt_by as by, before_exempt_until as until from target
     where action_id = $1 and before_exempt_by is not null order by device_key`,
    [actionId],
  )
  assert.deepEqual(
    images,
    leases.toSorted((a, b) => Number(a.device_key) - Number(b.device_key)),
  )
  const { rows: left } = await pool.query('select from device where account_id = $1 and exempt_by is not null', [
    accountId,
  ])
  assert.equal(left.length, 0)
})

test('a record that outlives its agent is one without an agent: nothing is queued for it', async () => {
  const accountId = await addTestAccount(services.pool)
  await addTestDevices(services.pool, accountId, [{ deviceId: 'kept', abilities: ['fetch_agent_log'] }])
  assert.deepEqual((await run(accountId, 'fetch_agent_log', {}, ['kept'])).states, ['queued'])
  assert.deepEqual((await run(accountId, 'delete', { record: 'keep' }, ['kept'])).states, ['succeeded'])
  assert.deepEqual((await run(accountId, 'fetch_agent_log', {}, ['kept'])).states, ['not_supported'])
})
