import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type DeviceSort, deviceFacets, deviceSorts } from '@muster/core/api/devices.ts'
import { compareVersions } from '@muster/core/device/agent-version.ts'
import { type DeviceFilter, repeatedKeys } from '@muster/core/device/device-filter.ts'
import { operatingSystems } from '@muster/core/device/facts.ts'
import fc from 'fast-check'
import { listAll, type NativeServer, startNativeServer } from '../../../../tests/support/native-client.ts'

const now = new Date('2026-06-15T12:00:00Z')
const minutes = (count: number) => new Date(now.getTime() + count * 60_000)

interface Described {
  device_id: string
  hostname: string
  status: 'compliant' | 'unknown' | 'non_compliant'
  os: string
  agent_version: string
  online: boolean
  lastSeen: Date | undefined
  ignored: boolean
  exemptBy: string | undefined
  exemptUntil: Date | 'infinity' | undefined
  enrolled: boolean
  identity: Record<string, string | number> | undefined
  found: string | undefined
}

const pick = <T>(values: readonly T[], index: number) => values[index % values.length]!
const exemptions = ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b'] as const
const hashes = ['0a'.repeat(32), '0b'.repeat(32)] as const
const signatures = ['Eicar, the test', 'Other'] as const
const versions = ['', '7.6', '7.6.0.0', '7.6.71', '7.6.206', '10.0', 'v8.1-beta']

const fleet: Described[] = Array.from({ length: 150 }, (_, index) => ({
  device_id: `dev-${String((index * 77) % 150).padStart(3, '0')}`,
  hostname: pick(['Zeta', 'alpha', 'Beta', '', 'alpha-2'], index * 7),
  status: pick(['compliant', 'unknown', 'non_compliant'], index),
  os: pick(operatingSystems, index * 5),
  agent_version: pick(versions, index * 3),
  online: index % 5 === 0,
  lastSeen: index % 5 === 0 ? minutes(-9) : pick([undefined, minutes(-5), minutes(-60), minutes(-60 * 24 * 40)], index),
  ignored: index % 11 === 0,
  exemptBy: index % 4 === 1 ? pick(exemptions, index >> 2) : undefined,
  exemptUntil: index % 4 === 1 ? pick([minutes(-1), minutes(30), minutes(60 * 50), 'infinity'], index >> 3) : undefined,
  enrolled: index % 3 === 0,
  identity: pick([undefined, { name: 'Ada, L.', site: 'Lyon' }, { name: 'Bob', site: 'lyon', desk: 7 }], index >> 1),
  found: pick([undefined, undefined, hashes[0], undefined, hashes[1]], index),
}))

let server: NativeServer

before(async () => {
  server = await startNativeServer({ now: () => now })
  const rows = fleet.map(({ device_id, hostname, status, os, agent_version }) => ({
    device_id,
    hostname,
    status,
    os,
    agent_version,
    agent_type: agent_version === '' ? 'none' : 'persistent',
    agent_name: agent_version === '' ? '' : 'muster',
  }))
  const imported = await server.call('POST', '/devices/import', rows)
  assert.equal(imported.body.created, fleet.length, imported.text)
  await describeRest()
})
after(() => server.close())

/** What only agents, actions and scans can bring about. */
async function describeRest(): Promise<void> {
  const { pool } = server.services
  const json = JSON.stringify(fleet)
  const described = `jsonb_to_recordset($1::jsonb) as row (device_id text, online boolean, "lastSeen" timestamptz,
    ignored boolean, "exemptBy" uuid, "exemptUntil" timestamptz, enrolled boolean, identity jsonb, found text)
    join device d on d.device_id = row.device_id`
  await pool.query(
    `update device set ignored = x.ignored, exempt_by = x.by, exempt_until = x.until
     from (select d.device_key, row.ignored, row."exemptBy" as by, row."exemptUntil" as until from ${described}) x
     where device.device_key = x.device_key`,
    [json],
  )
  await pool.query(
    `insert into device_presence (account_id, device_key, online, last_seen)
     select d.account_id, d.device_key, row.online, row."lastSeen" from ${described} where row."lastSeen" is not null`,
    [json],
  )
  await pool.query(
    `update device_record set agent_key = case when x.enrolled then 'key'::bytea end, user_identity = x.identity
     from (select d.device_key, row.enrolled, row.identity from ${described}) x
     where device_record.device_key = x.device_key`,
    [json],
  )
  await pool.query(
    `insert into threat (account_id, sha256, signature)
     select $1, decode(sha256, 'hex'), signature from unnest($2::text[], $3::text[]) as x (sha256, signature)`,
    [server.accountId, hashes, signatures],
  )
  await pool.query(
    `insert into threat_device (account_id, threat_key, device_key, first_seen, last_seen, action_id, position, ordinal)
     select d.account_id, t.threat_key, d.device_key, now(), now(), gen_random_uuid(), 0, 0
     from ${described} join threat t on t.sha256 = decode(row.found, 'hex')`,
    [json],
  )
}

const isExempt = ({ exemptUntil }: Described) =>
  exemptUntil !== undefined && (exemptUntil === 'infinity' || exemptUntil > now)

function statusOf(device: Described): string {
  if (device.ignored) return 'ignored'
  return isExempt(device) && device.status !== 'unknown' ? 'exempted' : device.status
}

const seenAt = ({ online, lastSeen }: Described) => (online ? now : lastSeen)
const compare = (device: Described, version: string) =>
  device.agent_version === '' ? undefined : compareVersions(device.agent_version, version)

/** The filter's meaning, said a second time; every key of it. */
const meanings: {
  [Key in keyof Required<DeviceFilter>]?: (device: Described, asked: NonNullable<DeviceFilter[Key]>) => boolean
} = {
  all: () => true,
  os: ({ os }, asked) => (asked as readonly string[]).includes(os),
  status: (device, asked) => (asked as readonly string[]).includes(statusOf(device)),
  agent_version: (device, asked) => asked.some((version) => compare(device, version) === 0),
  agent_version_below: (device, asked) => (compare(device, asked) ?? 1) < 0,
  agent_version_from: (device, asked) => (compare(device, asked) ?? -1) >= 0,
  online: ({ online }, asked) => online === asked,
  last_seen_after: (device, asked) => (seenAt(device)?.getTime() ?? Number.NaN) >= Date.parse(asked),
  last_seen_before: (device, asked) => (seenAt(device)?.getTime() ?? Number.NaN) < Date.parse(asked),
  last_seen_within: (device, asked) => (seenAt(device)?.getTime() ?? Number.NaN) >= now.getTime() - asked * 1000,
  ever_seen: (device, asked) => (seenAt(device) !== undefined) === asked,
  enrolled: ({ enrolled }, asked) => enrolled === asked,
  ignored: ({ ignored }, asked) => ignored === asked,
  exempt: (device, asked) => isExempt(device) === asked,
  exempt_by: (device, asked) => isExempt(device) && asked.includes(device.exemptBy!),
  exempt_ends_within: (device, asked) =>
    isExempt(device) &&
    device.exemptUntil instanceof Date &&
    device.exemptUntil.getTime() <= now.getTime() + asked * 1000,
  identity: ({ identity }, asked) => {
    const pairs = asked.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const)
    return pairs.every(([field]) =>
      pairs.some(([name, value]) => {
        const answered = identity?.[field]
        return name === field && answered !== undefined && String(answered).toLowerCase() === value.toLowerCase()
      }),
    )
  },
  finding_sha256: ({ found }, asked) => found !== undefined && asked.includes(found),
  finding_signature: ({ found }, asked) =>
    found !== undefined && asked.includes(signatures[(hashes as readonly string[]).indexOf(found)]!),
  q: ({ device_id, hostname, identity }, asked) =>
    [device_id, hostname, ...Object.values(identity ?? {}).map(String)].some((text) =>
      text.toLowerCase().includes(asked.toLowerCase()),
    ),
}

function matches(device: Described, filter: DeviceFilter): boolean {
  return Object.entries(filter).every(([key, asked]) =>
    (meanings[key as keyof DeviceFilter] as (device: Described, asked: unknown) => boolean)(device, asked),
  )
}

const some = <T extends string>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 })
const version = fc.constantFrom('7.6', '7.6.0', '7.6.71', '7.6.100', 'v8.1', '10', '10.0.1')
const moment = fc.constantFrom(-60 * 24 * 41, -61, -60, -6, 0, 1).map((count) => minutes(count).toISOString())
const seconds = fc.constantFrom(1, 400, 3600, 86_400 * 3)
const keys = {
  all: fc.constant(true as const),
  os: some(operatingSystems),
  status: some(['compliant', 'unknown', 'exempted', 'ignored']),
  agent_version: fc.uniqueArray(version, { minLength: 1, maxLength: 2 }),
  agent_version_below: version,
  agent_version_from: version,
  online: fc.boolean(),
  last_seen_after: moment,
  last_seen_before: moment,
  last_seen_within: seconds,
  ever_seen: fc.boolean(),
  enrolled: fc.boolean(),
  ignored: fc.boolean(),
  exempt: fc.boolean(),
  exempt_by: some(exemptions),
  exempt_ends_within: seconds,
  identity: some(['site=LYON', 'site=Berlin', 'name=ada, l.', 'desk=7']),
  finding_sha256: some(hashes),
  finding_signature: some(signatures),
  q: fc.constantFrom('dev-1', 'ALPHA', 'bob', 'zzz'),
}
// Three keys at most: more match nothing nearly always.
const filters = fc
  .subarray(Object.keys(keys) as (keyof typeof keys)[], { maxLength: 3 })
  .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, keys[name] as fc.Arbitrary<unknown>]))))
  .map((filter) => filter as DeviceFilter)

function toQuery(filter: DeviceFilter): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(filter)) {
    if (Array.isArray(value) && repeatedKeys.includes(key)) for (const one of value) query.append(key, one)
    else query.append(key, [value].flat().join(','))
  }
  return query.toString()
}

const idsOf = (devices: readonly { device_id: string }[]) => devices.map(({ device_id }) => device_id)

const sortValue: Record<string, (device: Described, index: number, descending: boolean) => string | number> = {
  added: (_, index) => index,
  hostname: ({ hostname }) => hostname.toLowerCase(),
  device_id: ({ device_id }) => device_id,
  last_seen: ({ online, lastSeen }, _, descending) =>
    online ? Number.MAX_SAFE_INTEGER : (lastSeen?.getTime() ?? (descending ? -1 : Number.POSITIVE_INFINITY)),
}

function sorted(devices: readonly Described[], sort: DeviceSort): string[] {
  const descending = sort.startsWith('-')
  const valueFor = sortValue[sort.replace('-', '')]!
  const places = devices.map((device) => ({ device, place: fleet.indexOf(device) }))
  places.sort((a, b) => {
    const [one, other] = [a, b].map(({ device, place }) => valueFor(device, place, descending)) as [string, string]
    const order = one < other ? -1 : one > other ? 1 : a.place - b.place
    return descending ? -order : order
  })
  return idsOf(places.map(({ device }) => device))
}

test('every key of the filter has a meaning here, but those that another file tests', () => {
  const elsewhere = ['device_type', 'agent_type', 'group_id']
  assert.deepEqual(Object.keys(meanings).sort(), Object.keys(keys).sort())
  for (const key of elsewhere) assert.ok(!Object.hasOwn(keys, key))
})

test('for any filter and order, the list, the count, the plan and what is applied are the same set', async () => {
  await fc.assert(
    fc.asyncProperty(
      filters,
      fc.constantFrom(...deviceSorts),
      fc.integer({ min: 20, max: 70 }),
      async (filter, sort, limit) => {
        const expected = fleet.filter((device) => matches(device, filter))
        const query = toQuery(filter)
        const listed = await listAll(server.call, `/devices?${query}&sort=${sort}`, limit)
        assert.deepEqual(idsOf(listed), sorted(expected, sort))
        const count = await server.call('GET', `/devices/count?${query}`)
        assert.deepEqual(count.body, { devices: expected.length, of: fleet.length }, count.text)
        if (Object.keys(filter).length === 0) return
        const order = { type: 're-identify', devices: { filter } }
        const plan = (await server.call('POST', '/actions/plan', order)).body
        assert.deepEqual(idsOf(plan.targets), idsOf(expected))
        const applied = await server.call('POST', '/actions', {
          ...order,
          plan: { action_id: plan.action_id, root: plan.root },
        })
        assert.deepEqual(idsOf(applied.body.targets), idsOf(expected), applied.text)
      },
    ),
    { numRuns: 60 },
  )
})

test('a facet counts what the filter would match with its value in the place of what it says of that key', async () => {
  const facets = deviceFacets.filter((facet) => Object.hasOwn(meanings, facet))
  await fc.assert(
    fc.asyncProperty(filters, async (filter) => {
      const { body, text } = await server.call('GET', `/devices/facets?${toQuery(filter)}`)
      assert.equal(body.devices, fleet.filter((device) => matches(device, filter)).length, text)
      for (const facet of facets) {
        const isList = !['online', 'enrolled', 'exempt', 'ignored'].includes(facet)
        const { [facet]: _, ...others } = filter
        const total = fleet.filter((device) => matches(device, others)).length
        const counted: { value: string; devices: number }[] = body.facets[facet]
        for (const { value, devices } of counted) {
          if (facet === 'agent_version') continue
          const asked = { ...others, [facet]: isList ? [value] : value } as DeviceFilter
          assert.equal(devices, fleet.filter((device) => matches(device, asked)).length, `${facet} ${value}`)
        }
        const withValue = counted.reduce((sum, { devices }) => sum + devices, 0)
        const without =
          facet === 'agent_version' ? fleet.filter((d) => matches(d, others) && d.agent_version === '').length : 0
        assert.equal(withValue + without, total, facet)
      }
    }),
    { numRuns: 60 },
  )
})

test('a cursor goes on in its own order only, and a count takes no page', async () => {
  const { body } = await server.call('GET', '/devices?limit=1&sort=hostname')
  assert.equal((await server.call('GET', `/devices?limit=1&cursor=${body.next_cursor}`)).status, 400)
  assert.equal((await server.call('GET', `/devices?limit=1&sort=-hostname&cursor=${body.next_cursor}`)).status, 400)
  for (const query of [
    'limit=1',
    'sort=hostname',
    'colour=red',
    'agent_version=latest',
    'identity=x',
    'last_seen_after=soon',
  ]) {
    assert.equal((await server.call('GET', `/devices/count?${query}`)).status, 400, query)
    assert.equal((await server.call('GET', `/devices/facets?${query}`)).status, 400, query)
  }
})

test('the overview counts the devices as the lists do', async () => {
  const { body, text } = await server.call('GET', '/overview')
  assert.equal(body.devices?.total, fleet.length, text)
  assert.equal(body.devices.online, fleet.filter(({ online }) => online).length)
  for (const { value, devices } of body.devices.by_status) {
    assert.equal(devices, fleet.filter((device) => statusOf(device) === value).length, value)
  }
  const ends = fleet.filter(isExempt).map(({ exemptUntil }) => exemptUntil)
  const within = (count: number) => ends.filter((end) => end instanceof Date && end <= minutes(count)).length
  assert.deepEqual(body.exemptions, {
    ending: ends.filter((end) => end !== 'infinity').length,
    ending_in_24_hours: within(24 * 60),
    ending_in_7_days: within(7 * 24 * 60),
    endless: ends.filter((end) => end === 'infinity').length,
  })
  const unknown = fleet.filter((device) => statusOf(device) === 'unknown')
  assert.equal(body.unknown_devices.total, unknown.length)
  assert.deepEqual(idsOf(body.unknown_devices.newest), idsOf(unknown.toReversed().slice(0, 10)))
})
