import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { busArguments } from './bus-arguments.ts'
import { findLeasedInterfaces } from './find-leased-interfaces.ts'
import type { LeasedInterface } from './leased-interface.ts'
import { networkManagerFinder } from './network-manager.ts'
import { ownersSeconds, patientSeconds } from './network-manager-patience.ts'
import { renewInterface } from './renew-interface.ts'
import { networkdFinder } from './systemd-networkd.ts'

// systemd-networkd and NetworkManager themselves cannot run in a test: programs that answer as they do stand in.
let root: string
const path = process.env.PATH

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'muster-dhcp-test-'))
  mkdirSync(join(root, 'bin'))
  process.env.PATH = `${join(root, 'bin')}:${path}`
})

afterEach(() => {
  process.env.PATH = path
  rmSync(root, { recursive: true })
})

const program = (name: string, text: string) =>
  writeFileSync(join(root, 'bin', name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
const renew = (leased: LeasedInterface, signal = new AbortController().signal, secondsMax = 5) =>
  renewInterface(leased, { directory: root, signal, secondsMax })

function makeNetworkd() {
  for (const name of ['net/en0', 'net/en1', 'leases']) mkdirSync(join(root, name), { recursive: true })
  writeFileSync(join(root, 'net/en0/ifindex'), '2\n')
  writeFileSync(join(root, 'net/en1/ifindex'), '3\n')
  writeFileSync(join(root, 'leases/2'), 'ADDRESS=10.3.0.2\nSERVER_ADDRESS=10.3.0.1\nLIFETIME=3600\n')
  writeFileSync(join(root, 'until'), String(Math.floor(Date.now() / 1000) + 1000))
  program(
    'ip',
    `printf '[{"addr_info":[{"local":"10.3.0.2","valid_life_time":%s}]}]' $(($(cat ${root}/until) - $(date +%s)))`,
  )
  return findLeasedInterfaces([networkdFinder(join(root, 'leases'), join(root, 'net'))])
}

test('networkd owns the interfaces that it has a lease file for, and a renewal is seen in the kernel', async () => {
  const found = await makeNetworkd()
  assert.deepEqual(
    found.map((one) => [one.interface, one.client]),
    [['en0', 'systemd-networkd']],
  )
  program('networkctl', `echo "$@" >${root}/asked; echo $(($(date +%s) + 3600)) >${root}/until`)
  const { lease_start, lease_end, ...renewed } = await renew(found[0]!)
  assert.equal(readFileSync(join(root, 'asked'), 'utf8'), 'renew en0\n')
  assert.deepEqual(renewed, {
    interface: 'en0',
    client: 'systemd-networkd',
    old_address: '10.3.0.2',
    new_address: '10.3.0.2',
    server: '10.3.0.1',
    renewed: true,
  })
  assert.ok(Math.abs(lease_start! - Date.now() / 1000) < 10)
  assert.equal(lease_end! - lease_start!, 3600)
})

test('a client that says yes and renews nothing is not believed, and one that refuses is quoted', async () => {
  const [leased] = await makeNetworkd()
  program('networkctl', 'exit 0')
  const silent = await renew(leased!)
  assert.deepEqual([silent.renewed, silent.new_address], [false, '10.3.0.2'])
  assert.match(silent.problem!, /the lease did not change within 5 s/)
  program('networkctl', 'echo "Interactive authentication required." >&2; exit 1')
  assert.match((await renew(leased!)).problem!, /Interactive authentication required\. The agent needs root/)
})

test('a renewal that is cancelled ends its programs and is no result', async () => {
  const [leased] = await makeNetworkd()
  const abort = new AbortController()
  program('networkctl', `echo $$ >${root}/pid; exec sleep 60`)
  const renewal = renew(leased!, abort.signal)
  const pid = () => Number(readFileSync(join(root, 'pid'), 'utf8'))
  while (true) {
    try {
      if (pid() > 0) break
    } catch {
      await new Promise(setImmediate)
    }
  }
  abort.abort(new Error('somebody cancelled'))
  await assert.rejects(renewal, /somebody cancelled/)
  assert.throws(() => process.kill(pid(), 0), /ESRCH/)
})

test('a cancel while a lease is being read ends the program that was asked', { timeout: 8000 }, async () => {
  const [leased] = await makeNetworkd()
  const abort = new AbortController()
  program('ip', `echo $$ >${root}/asked-pid; exec sleep 60`)
  const renewal = renew(leased!, abort.signal)
  while (!existsSync(join(root, 'asked-pid'))) await new Promise(setImmediate)
  abort.abort(new Error('somebody cancelled'))
  await assert.rejects(renewal, /somebody cancelled/)
})

/**
 * Answers as NetworkManager 1.42 does: what is applied stands in files, and where it differs from what was, the server is
 * asked. `answers` is whether it answers; `edited` what the owner saved and did not activate: nobody may read it.
 */
function makeNetworkManager() {
  program(
    'nmcli',
    `
case "$*" in
  *DBUS-PATH*) echo /org/freedesktop/NetworkManager/Devices/2 ;;
  *reapply*|*modify*) echo edited >${root}/applied-profile ;;
  *) printf 'GENERAL.DEVICE:wl0\\nDHCP4.OPTION[1]:ip_address = 10.4.0.2\\nDHCP4.OPTION[2]:dhcp_lease_time = 600\\n'
     printf 'DHCP4.OPTION[3]:expiry = %s\\n' "$(cat ${root}/expiry)" ;;
esac`,
  )
  program(
    'busctl',
    `
case "$*" in
  *GetAppliedConnection*)
    printf '{"type":"a{sa{sv}}t","data":[{"connection":{"id":{"type":"s","data":"the lan"},"stamps":{"type":"at","data":[7]}},'
    printf '"ipv4":{"route-metric":{"type":"x","data":-1},"may-fail":{"type":"b","data":false},'
    printf '"dhcp-timeout":{"type":"i","data":%s}}},3]}' "$(cat ${root}/seconds)" ;;
  *Reapply*)
    echo "$*" >>${root}/asked
    seconds=$(echo "$*" | sed -E 's/.*dhcp-timeout i ([0-9]+).*/\\1/')
    if [ "$seconds" != "$(cat ${root}/seconds)" ] && [ -e ${root}/answers ]; then
      echo $(($(cat ${root}/expiry) + 300)) >${root}/expiry
    fi
    echo "$seconds" >${root}/seconds ;;
esac`,
  )
  writeFileSync(join(root, 'expiry'), '1800000600\n')
  writeFileSync(join(root, 'seconds'), '45\n')
  writeFileSync(join(root, 'answers'), '')
  return findLeasedInterfaces([networkManagerFinder(root)])
}

const appliedSeconds = () => readFileSync(join(root, 'seconds'), 'utf8').trim()

test('NetworkManager owns what nmcli shows a lease of; where it does not run, nothing', async () => {
  const [leased, ...others] = await makeNetworkManager()
  assert.deepEqual([leased!.interface, leased!.client, others], ['wl0', 'NetworkManager', []])
  assert.deepEqual(await findLeasedInterfaces([networkManagerFinder(join(root, 'absent'))]), [])
})

test('NetworkManager applies the settings in force, waiting longer, and then as they were; no saved edit, no address of others', async () => {
  const [leased] = await makeNetworkManager()
  const { renewed, lease_start, problem } = await renew(leased!)
  assert.deepEqual([renewed, lease_start, problem], [true, 1800000300, undefined])
  assert.equal(existsSync(join(root, 'applied-profile')), false)
  const device = 'org.freedesktop.NetworkManager /org/freedesktop/NetworkManager/Devices/2'
  const applied = (seconds: number) =>
    `--system --json=short call -- ${device} org.freedesktop.NetworkManager.Device Reapply a{sa{sv}}tu ` +
    `2 connection 2 id s the lan stamps at 1 7 ipv4 3 route-metric x -1 may-fail b false dhcp-timeout i ${seconds} 3 1\n`
  assert.equal(readFileSync(join(root, 'asked'), 'utf8'), applied(1_500_000_045) + applied(45))
})

test('where no server answers, NetworkManager goes on waiting, and gives up no address; a later renewal sets what was', async () => {
  const [leased] = await makeNetworkManager()
  rmSync(join(root, 'answers'))
  const { renewed, new_address, problem } = await renew(leased!, undefined, 1)
  assert.deepEqual([renewed, new_address], [false, '10.4.0.2'])
  assert.match(problem!, /did not change within 1 s/)
  assert.equal(appliedSeconds(), '1500000045')
  writeFileSync(join(root, 'answers'), '')
  assert.equal((await renew(leased!)).renewed, true)
  assert.equal(appliedSeconds(), '45')
})

test('a NetworkManager that cannot ask anew without harm, or may not be asked, is told of with the remedy', async () => {
  const [leased] = await makeNetworkManager()
  program('busctl', 'echo "Call failed: Invalid flags specified" >&2; exit 1')
  assert.match((await renew(leased!)).problem!, /Invalid flags specified Versions before 1\.42/)
  program('busctl', 'echo "Call failed: Not authorized to reapply" >&2; exit 1')
  assert.match((await renew(leased!)).problem!, /Not authorized.* needs root, or polkit’s consent\./)
  assert.equal(appliedSeconds(), '45')
})

test('a wait for the server is never the one in force, is long, and keeps the owner’s own', () => {
  for (const owners of [0, 45, 99_999_998, 2 ** 31 - 1]) {
    const [first, second] = [patientSeconds(owners), patientSeconds(patientSeconds(owners))]
    assert.equal(new Set([owners, first, second]).size, 3)
    assert.ok(Math.min(first, second) >= 1_500_000_000 && Math.max(first, second) < 2 ** 31)
    assert.deepEqual([ownersSeconds(first), ownersSeconds(second), ownersSeconds(owners)], [owners, owners, owners])
  }
})

test('what busctl shows is passed on as it takes it, and numbers that JSON rounds are not', () => {
  const value = { ipv4: { data: { type: 'aa{sv}', data: [{ address: { type: 's', data: '10.0.0.2' } }] } }, user: {} }
  assert.deepEqual(busArguments('a{sa{sv}}', value), [
    ...['2', 'ipv4', '1', 'data', 'aa{sv}', '1', '1', 'address', 's', '10.0.0.2', 'user', '0'],
  ])
  assert.deepEqual(busArguments('a(ayuay)', [[[1, 2], 64, []]]), ['1', '2', '1', '2', '64', '0'])
  assert.throws(() => busArguments('t', 2 ** 60), /of the type t cannot be passed on/)
})

test('an interface that two clients claim is the first one’s; a client that cannot be looked for is not there', async () => {
  const claim = (client: LeasedInterface['client']) => async () => [{ interface: 'en0', client } as LeasedInterface]
  const broken = async () => {
    throw new Error('no such directory')
  }
  const found = await findLeasedInterfaces([broken, claim('NetworkManager'), claim('dhclient')])
  assert.deepEqual(
    found.map(({ client }) => client),
    ['NetworkManager'],
  )
})
