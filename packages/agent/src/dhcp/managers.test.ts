import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { findLeasedInterfaces } from './find-leased-interfaces.ts'
import type { LeasedInterface } from './leased-interface.ts'
import { networkManagerFinder } from './network-manager.ts'
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
const renew = (leased: LeasedInterface, signal = new AbortController().signal) =>
  renewInterface(leased, { directory: root, signal, secondsMax: 5 })

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

test('NetworkManager owns what nmcli shows a lease of; where it does not run, nothing', async () => {
  program(
    'nmcli',
    `
case "$*" in
  *reapply*) echo 1800000900 >${root}/expiry ;;
  *) printf 'GENERAL.DEVICE:wl0\\nDHCP4.OPTION[1]:ip_address = 10.4.0.2\\nDHCP4.OPTION[2]:dhcp_lease_time = 600\\n'
     printf 'DHCP4.OPTION[3]:expiry = %s\\n' "$(cat ${root}/expiry)" ;;
esac`,
  )
  writeFileSync(join(root, 'expiry'), '1800000600\n')
  assert.deepEqual(await findLeasedInterfaces([networkManagerFinder(join(root, 'absent'))]), [])
  const [leased, ...others] = await findLeasedInterfaces([networkManagerFinder(root)])
  assert.deepEqual([leased!.interface, leased!.client, others], ['wl0', 'NetworkManager', []])
  const { renewed, lease_start, lease_end } = await renew(leased!)
  assert.deepEqual([renewed, lease_start, lease_end], [true, 1800000300, 1800000900])
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
