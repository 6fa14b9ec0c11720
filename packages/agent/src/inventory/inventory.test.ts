import assert from 'node:assert/strict'
import type { NetworkInterfaceInfo } from 'node:os'
import { test } from 'node:test'
import { Inventory } from '@muster/core/agent/inventory.ts'
import { Value } from 'typebox/value'
import { readHardwareId } from './hwid.ts'
import { judgeLinux, judgeMac, judgeWindows } from './machine-type.ts'
import { readLinux } from './operating-system.ts'
import { readInventory, toNetwork } from './read-inventory.ts'

test('this machine’s inventory is one that the server takes', () => {
  const inventory = readInventory()
  assert.ok(Value.Check(Inventory, inventory), JSON.stringify(Value.Errors(Inventory, inventory)))
})

test('the hardware id is the same each time, and another’s where it is given', () => {
  const path = '/nonexistent'
  if (process.platform === 'linux') assert.match(readHardwareId(path, {}), /^[0-9a-f]{32}$/)
  assert.equal(readHardwareId(path, { MUSTER_AGENT_HWID: 'simulated-0001' }), 'simulated-0001')
})

test('an os-release file is read as the freedesktop specification has it', () => {
  assert.deepEqual(readLinux('PRETTY_NAME="Debian GNU/Linux 12"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\n'), {
    name: 'Debian GNU/Linux',
    version: '12',
  })
  assert.deepEqual(readLinux(`NAME='It\\'s'\nVERSION_ID=3.20`), { name: `It's`, version: '3.20' })
  assert.equal(readLinux('').name, 'Linux')
})

test('a machine’s type is judged by what it says of its making', () => {
  const bare = { chassis: 0, vendorAndProduct: '', hypervisor: false, battery: false }
  const table = [
    [{ ...bare, chassis: 10, battery: true }, 'laptop'],
    [{ ...bare, chassis: 3 }, 'desktop'],
    [{ ...bare, chassis: 23, vendorAndProduct: 'Dell Inc. PowerEdge R750' }, 'server'],
    [{ ...bare, chassis: 1, vendorAndProduct: 'QEMU Standard PC' }, 'vm'],
    [{ ...bare, chassis: 23, hypervisor: true }, 'vm'],
    [{ ...bare, battery: true }, 'laptop'],
    [bare, 'other'],
  ] as const
  for (const [machine, type] of table) assert.equal(judgeLinux(machine), type)
  assert.deepEqual(['MacBookPro18,3', 'Mac14,3', 'VirtualMac2,1', ''].map(judgeMac), [
    'laptop',
    'desktop',
    'vm',
    'other',
  ])
  assert.deepEqual(['2 ThinkPad X1', '1 OptiPlex', '4 ProLiant', '1 VMware Virtual Platform', ''].map(judgeWindows), [
    'laptop',
    'desktop',
    'server',
    'vm',
    'other',
  ])
})

test('interfaces are reported with their addresses, loopback is not, and a tunnel has no MAC', () => {
  const address = (family: string, text: string, mac: string, internal = false) =>
    ({ address: text, family, mac, internal }) as NetworkInterfaceInfo
  assert.deepEqual(
    toNetwork({
      lo: [address('IPv4', '127.0.0.1', '00:00:00:00:00:00', true)],
      eth0: [address('IPv4', '10.0.0.2', '02:00:00:00:00:01'), address('IPv6', 'fe80::1', '02:00:00:00:00:01')],
      tun0: [address('IPv4', '10.8.0.2', '00:00:00:00:00:00')],
    }),
    [
      { name: 'eth0', mac: '02:00:00:00:00:01', ipv4: ['10.0.0.2'], ipv6: ['fe80::1'] },
      { name: 'tun0', mac: '', ipv4: ['10.8.0.2'], ipv6: [] },
    ],
  )
})
