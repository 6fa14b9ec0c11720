import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { actionTypes } from '@muster/core/action/types/index.ts'
import { agentTypes, type DeviceStatus, deviceStatuses, operatingSystems } from '@muster/core/device/facts.ts'
import type { MacAddress } from '@muster/core/device/mac-address.ts'
import { type WayBounds, wayBounds } from '@muster/server/db/actions/choose-way.ts'
import { applyAction } from '@muster/server/operations/apply-action.ts'
import { mutate } from '@muster/server/operations/mutate.ts'
import { planAction } from '@muster/server/operations/plan-action.ts'
import fc from 'fast-check'
import type { Pool } from 'pg'
import { createTestDatabase } from '../support/database.ts'
import { addTestAccount, addTestDevices } from '../support/fleet.ts'
import { createTestServices, testCaller } from '../support/services.ts'
import { applyNaively, type OracleDevice, type OracleRequest, statusOf } from './oracle.ts'

const now = new Date('2026-06-01T12:00:00Z')
let database: Awaited<ReturnType<typeof createTestDatabase>>

before(async () => {
  database = await createTestDatabase()
})
after(() => database?.drop())

/** However few devices there are, as if they were: an ordinary request, many of a huge fleet, most of a fleet. */
const many = { manyDevices: 1, lookupsPerPage: 2 ** 31, sharedFrom: 2 }
const ways: Readonly<Record<string, { wayBounds: WayBounds; connectionsMax?: number }>> = {
  'a few devices': { wayBounds },
  'many devices, shared between two connections': { wayBounds: many },
  'many devices, with no second connection to be had': { wayBounds: many, connectionsMax: 1 },
  'most devices': { wayBounds: { ...many, lookupsPerPage: 0 } },
}

const versions = [
  '7.6.70.9',
  '7.6.71.0',
  '7.6.206.0',
  '7.6.231.0',
  '10.4.99.0',
  '10.4.123.0',
  '10.4.225.0',
  '0.1.0',
  '0.0.9',
  '',
]
const fewMacs = fc.integer({ min: 1, max: 24 })

const device = fc.record({
  deviceId: fc.integer({ min: 0, max: 40 }).map((n) => `dev-${n}`),
  hwid: fc.option(
    fc.integer({ min: 0, max: 60 }).map((n) => `HW${n}`),
    { nil: undefined },
  ),
  macs: fc.uniqueArray(fewMacs, { maxLength: 3 }),
  status: fc.constantFrom(...deviceStatuses),
  agentType: fc.constantFrom(...agentTypes),
  agentName: fc.constantFrom('muster', 'opswat-client', 'other', ''),
  agentVersion: fc.constantFrom(...versions),
  os: fc.constantFrom(...operatingSystems),
  abilities: fc.option(fc.subarray(['dhcprenew', 're-identify', 'fetch_agent_log', 'scan_threats']), { nil: null }),
})

const spell = (mac: number, style: number): string => {
  const hex = mac.toString(16).padStart(12, '0') as MacAddress
  const pairs = hex.match(/../g)!
  return [
    hex,
    hex.toUpperCase(),
    pairs.join(':'),
    pairs.join('-').toUpperCase(),
    pairs.join('.'),
    hex.replace(/(....)(?!$)/g, '$1.'),
  ][style]!
}
const mac = fc.tuple(fewMacs, fc.integer({ min: 0, max: 5 })).map(([value, style]) => spell(value, style))
const id = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 44 }).map((n) => `dev-${n}`) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 66 }).map((n) => `HW${n}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'foreign-1',
      'DEV-1',
      ' dev-1',
      '',
      'a\u0000b',
      'x\u001fy',
      'z'.repeat(5000),
      '../x',
      "'; drop table device;--",
      '\ud800',
    ),
  },
)
const identifiers = fc.oneof(
  fc.record({ by: fc.constant('id' as const), identifiers: fc.array(id, { minLength: 1, maxLength: 40 }) }),
  fc.record({
    by: fc.constant('mac' as const),
    identifiers: fc.array(
      fc.oneof(
        { weight: 9, arbitrary: mac },
        { weight: 1, arbitrary: fc.constantFrom('zz', '', '00:00', '0000.0000.000g') },
      ),
      { minLength: 1, maxLength: 40 },
    ),
  }),
)
const request = fc
  .tuple(
    identifiers,
    fc.constantFrom(...actionTypes.map(({ name }) => name)),
    fc.constantFrom('original' as const, 'narrowed' as const),
    fc.integer({ min: 0, max: 3 }),
    fc.constantFrom('default', 'lab', 'nowhere'),
  )
  .map(
    ([devices, type, edition, hours, group_id]): OracleRequest => ({
      ...devices,
      type,
      edition,
      params:
        type === 'exempt'
          ? { hours, scope: 'all' }
          : type === 'assign_to_group'
            ? { group_id }
            : type === 'delete'
              ? { record: 'remove' }
              : {},
    }),
  )

for (const [name, options] of Object.entries(ways)) {
  test(`by the way of ${name}, the engine agrees with an oracle that treats one device at a time, and a plan with what is applied`, async (t) => {
    const services = await createTestServices(database.url, { now: () => now, ...options })
    t.after(() => services.close())
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(device, { selector: ({ deviceId }) => deviceId, minLength: 1, maxLength: 30 }),
        fc.array(request, { minLength: 1, maxLength: 5 }),
        async (generated, requests) => {
          const accountId = await addTestAccount(services.pool)
          const foreign = await addTestAccount(services.pool, 'foreign')
          await services.pool.query(`insert into device_group (account_id, group_id, name) values ($1, 'lab', 'Lab')`, [
            accountId,
          ])
          const fleet = uniqueHwids(generated)
          await addTestDevices(services.pool, accountId, fleet)
          await addTestDevices(services.pool, foreign, [{ deviceId: 'foreign-1', macs: [3] }])
          const oracle = fleet.map(toOracle)
          const caller = testCaller(accountId)
          for (const asked of requests) {
            const action = {
              type: asked.type,
              params: asked.params,
              edition: asked.edition,
              devices: { by: asked.by, identifiers: asked.identifiers },
            }
            const expected = applyNaively(oracle, new Set(['default', 'lab']), asked, now.getTime())
            const plan = await planAction(services, caller, action)
            let states: string[] = []
            await mutate(services, caller, undefined, async (unit) => {
              const applied = await applyAction(services, unit, caller, {
                ...action,
                plan: { actionId: plan.actionId, root: plan.root },
              })
              states = asked.identifiers.map((identifier, place) => {
                assert.equal(applied.outcomes.identifierAt(place), identifier)
                return applied.outcomes.stateAt(place)
              })
              return { status: 200, contentType: 'text/plain', body: '' }
            })
            assert.deepEqual(states, expected)
            assert.deepEqual(
              asked.identifiers.map((_, place) => plan.outcomes.stateAt(place)),
              expected,
            )
          }
          assert.deepEqual(
            await readFleet(services.pool, accountId),
            oracle.map(describe).sort((a, b) => (a.device_id < b.device_id ? -1 : 1)),
          )
        },
      ),
      { numRuns: Number(process.env.MUSTER_PROPERTY_RUNS ?? 40) },
    )
  })
}

type Generated = typeof device extends fc.Arbitrary<infer Device> ? Device : never

function uniqueHwids(devices: readonly Generated[]) {
  const seen = new Set<string>()
  return devices.map(({ hwid, ...rest }) => {
    if (hwid === undefined || seen.has(hwid)) return rest
    seen.add(hwid)
    return { ...rest, hwid }
  })
}

function toOracle({
  deviceId,
  hwid,
  macs,
  status,
  ...facts
}: Omit<Generated, 'hwid'> & { hwid?: string }): OracleDevice {
  const baseStatus: DeviceStatus = status === 'ignored' || status === 'exempted' ? 'compliant' : status
  return {
    deviceId,
    hwid,
    macs,
    facts,
    baseStatus,
    ignored: status === 'ignored',
    exemptUntil: status === 'exempted' ? Number.POSITIVE_INFINITY : undefined,
    groupId: 'default',
    removed: false,
    waiting: new Set(),
  }
}

function describe(device: OracleDevice) {
  return {
    device_id: device.deviceId,
    status: deviceStatuses.indexOf(statusOf(device, now.getTime())),
    group_id: device.groupId,
    exempt_until: device.exemptUntil === undefined ? null : String(device.exemptUntil),
    removed: device.removed,
    waiting: [...device.waiting].sort(),
  }
}

async function readFleet(pool: Pool, accountId: number) {
  const { rows } = await pool.query(
    `select d.device_id, device_status(d.base_status, d.ignored, d.exempt_until, d.exempt_critical, d.warning_issues, $2) as status, g.group_id,
       (case when exempt_until = 'infinity' then 'Infinity' else (extract(epoch from exempt_until) * 1000)::bigint::text end) as exempt_until,
       removed_at is not null as removed,
       coalesce((select array_agg(a.type order by a.type) from target t join action a using (account_id, action_id)
                 where t.account_id = $1 and t.device_key = d.device_key and t.open), '{}') as waiting
     from device d join device_group g using (account_id, group_key) where d.account_id = $1 order by d.device_id collate "C"`,
    [accountId, now],
  )
  return rows.map((row) => ({ ...row }))
}
