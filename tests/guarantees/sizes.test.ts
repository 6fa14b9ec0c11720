import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addTestDevices } from '../support/fleet.ts'
import { chooseSeed, type Random, randomFrom } from '../support/random.ts'
import { verifyAudit } from '../support/verify-audit.ts'
import { startWholeServer, type WholeServer } from '../support/whole-server.ts'
import { openWireClient, type WireClient, type WireEntry } from '../support/wire-client.ts'

// Case 3: limits of protocols and drivers lie at 32 767 and 65 535; a whole fleet lies beyond both.
const sizes = [1, 2, 100, 5_000, 32_767, 65_535, 65_536, 100_000]
const fleetSize = 40_000
const sharedMacs = 300

let server: WholeServer
let client: WireClient
const seed = chooseSeed()
const random = randomFrom(seed)

before(async () => {
  console.log(`MUSTER_TEST_SEED=${seed}`)
  server = await startWholeServer()
  client = await openWireClient(server)
  const fleet = Array.from({ length: fleetSize }, (_, index) => ({
    deviceId: `dev-${index}`,
    hwid: `HW-${index}`,
    agentType: isSupported(index) ? 'persistent' : 'domain_controller',
    // The first devices share an address with the last ones.
    macs: [ownMac(index), ...(index < sharedMacs ? [sharedMac(index)] : [])].concat(
      index >= fleetSize - sharedMacs ? [sharedMac(fleetSize - 1 - index)] : [],
    ),
  }))
  await addTestDevices(server.services.pool, server.accountId, fleet)
})

after(() => server.close())

const isSupported = (index: number) => index % 97 !== 0
const ownMac = (index: number) => 0x02_00_00_00_00_00 + index * 0x101
const sharedMac = (index: number) => 0x06_00_00_00_00_00 + index

interface Asked {
  readonly identifier: string
  /** Undefined: it names no device, or too many. */
  readonly device: number | undefined
}

const askById = ({ below, pick }: Random): Asked => {
  const device = below(fleetSize)
  return pick([
    { identifier: `dev-${device}`, device },
    { identifier: `dev-${device}`, device },
    { identifier: `HW-${device}`, device },
    { identifier: `nobody-${below(1_000_000)}`, device: undefined },
  ])
}

const askByMac = ({ below, pick }: Random): Asked => {
  const device = below(fleetSize)
  const own = { identifier: spell(ownMac(device), pick(spellings)), device }
  const nobody = { identifier: spell(0x0a_00_00_00_00_00 + below(1_000_000), pick(spellings)), device: undefined }
  const ambiguous = { identifier: spell(sharedMac(below(sharedMacs)), pick(spellings)), device: undefined }
  return pick([own, own, own, nobody, ambiguous, { identifier: `no mac ${device}`, device: undefined }])
}

/** Every way to write the twelve digits that the vendor's clients use, each also in capitals. */
const spellings: ((pairs: string[]) => string)[] = [
  (pairs) => pairs.join(''),
  (pairs) => pairs.join(':'),
  (pairs) => pairs.join('-'),
  (pairs) => pairs.join('.'),
  (pairs) => `${pairs[0]}${pairs[1]}.${pairs[2]}${pairs[3]}.${pairs[4]}${pairs[5]}`,
]
spellings.push(...spellings.map((write) => (pairs: string[]) => write(pairs).toUpperCase()))

function spell(mac: number, write: (pairs: string[]) => string): string {
  return write(mac.toString(16).padStart(12, '0').match(/../g)!)
}

const expectedStatus = ({ device }: Asked) => (device === undefined ? 0 : isSupported(device) ? 1 : -1)

function checkAnswers(asked: readonly Asked[], entries: readonly WireEntry[]): void {
  assert.equal(entries.length, asked.length)
  for (const [place, { id, status }] of entries.entries()) {
    if (id === asked[place]!.identifier && status === expectedStatus(asked[place]!)) continue
    assert.fail(`place ${place}: asked ${JSON.stringify(asked[place])}, answered ${JSON.stringify(entries[place])}`)
  }
}

const devicesOf = (asked: readonly Asked[]) =>
  new Set(asked.flatMap(({ device }) => (device !== undefined && isSupported(device) ? [device] : [])))

const exempted = new Set<number>()
const commands = new Map<number, string>()

for (const size of sizes) {
  test(`${size} device and hardware ids, some twice, some unknown, are answered one by one, and applied once`, async () => {
    const asked = Array.from({ length: size }, () => askById(random))
    const entries = await client.act({ types: 'exempt', ids: asked.map(({ identifier }) => identifier) })
    checkAnswers(asked, entries)
    for (const device of devicesOf(asked)) exempted.add(device)
    const { rows } = await server.services.pool.query<{ exempted: number }>(
      `select count(*)::integer as exempted from device where exempt_until is not null`,
    )
    assert.equal(rows[0]!.exempted, exempted.size)
  })

  test(`${size} MAC addresses in every spelling are answered one by one, each device with one command`, async () => {
    const asked = Array.from({ length: size }, () => askByMac(random))
    const entries = await client.act({ types: 'fetch_agent_log', macs: asked.map(({ identifier }) => identifier) })
    checkAnswers(asked, entries)
    for (const [place, { status, command_id }] of entries.entries()) {
      if (status !== 1) {
        assert.equal(command_id, '')
        continue
      }
      const device = asked[place]!.device!
      // Asked twice, or in an earlier request and still waiting: the same command.
      if (!commands.has(device)) commands.set(device, command_id)
      assert.equal(command_id, commands.get(device))
    }
    assert.equal(new Set(commands.values()).size, commands.size)
    const { rows } = await server.services.pool.query<{ open: number }>(
      'select count(*)::integer as open from target where open',
    )
    assert.equal(rows[0]!.open, commands.size)
  })
}

test('one identifier more than the setting allows is a 400, and nothing is touched', async () => {
  const ids = Array.from({ length: 100_001 }, (_, index) => `dev-${index}`)
  const answer = await client.post('/o/api/v3.3/devices/action', { types: 'delete', ids })
  assert.equal(answer.status, 400)
  await answer.text()
  const { rows } = await server.services.pool.query('select from device where removed_at is not null limit 1')
  assert.equal(rows.length, 0)
})

test('the audit chain holds one entry for each of these actions, and verifies', async () => {
  const applied = (await verifyAudit(server)).filter(({ event }) => event === 'action.applied')
  assert.equal(applied.length, sizes.length * 2)
})
