import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { compareHardware, marksOf } from '@muster/core/device/hardware.ts'
import { readHardware } from './hardware.ts'
import { isPlaceholder } from './is-placeholder.ts'

const placeholders = [
  'To be filled by O.E.M.',
  'To Be Filled By O.E.M',
  'Default string',
  'default',
  'None',
  'N/A',
  'Not Specified',
  'Not Applicable',
  'System Serial Number',
  'Base Board Serial Number',
  'Chassis Serial Number',
  '0123456789',
  '123456789',
  '00000000',
  '00000000-0000-0000-0000-000000000000',
  'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
  'fefefefe-fefe-fefe-fefe-fefefefefefe',
  '03000200-0400-0500-0006-000700080009',
  '..............',
  'xxxxxxxxxx',
  '0',
  '',
  '  ',
]

for (const value of placeholders) {
  test(`"${value}" is no serial`, () => assert.equal(isPlaceholder(value), true))
}

for (const value of [
  'PF3XK4T1',
  '4c4c4544-0042-4810-8053-b4c04f4b4c33',
  '/7XJ2M13/CNWS20098T00F1/',
  'VMware-56 4d 1f 2a',
]) {
  test(`"${value}" is one`, () => assert.equal(isPlaceholder(value), false))
}

interface Machine {
  readonly files: Readonly<Record<string, string>>
  /** Name, address, type of its assignment, device behind it. */
  readonly cards?: readonly (readonly [name: string, address: string, assigned: string, device?: string])[]
}

function makeRoot({ files, cards = [] }: Machine): { root: string; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), 'muster-hardware-'))
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), `${text}\n`)
  }
  for (const [path, text] of Object.entries(files)) write(path, text)
  for (const [name, address, assigned, device] of cards) {
    write(`sys/class/net/${name}/address`, address)
    write(`sys/class/net/${name}/addr_assign_type`, assigned)
    if (device === undefined) continue
    mkdirSync(join(root, device), { recursive: true })
    symlinkSync(join(root, device), join(root, 'sys/class/net', name, 'device'))
  }
  return { root, remove: () => rmSync(root, { recursive: true }) }
}

const linuxOnly = { skip: process.platform !== 'linux' && 'reads Linux’ files' }

function marksOfMachine(machine: Machine, virtual = false): string[] {
  const { root, remove } = makeRoot(machine)
  try {
    return marksOf(readHardware(virtual, {}, root))
  } finally {
    remove()
  }
}

const dmi = (name: string) => `sys/class/dmi/id/${name}`
const laptop: Machine = {
  files: {
    'etc/machine-id': '0f3c5b1e7d9a4c2f8e6b0d1a3c5e7f90',
    [dmi('product_uuid')]: '4c4c4544-0042-4810-8053-b4c04f4b4c33',
    [dmi('board_serial')]: 'PF3XK4T1',
    [dmi('product_serial')]: 'To be filled by O.E.M.',
  },
  cards: [
    ['eth0', '3c:7c:3f:00:00:01', '0', 'sys/devices/pci0000:00/0000:00:1f.6'],
    ['wlan0', '9a:11:22:33:44:55', '3', 'sys/devices/pci0000:00/0000:00:14.3'],
    ['dock0', '00:e0:4c:00:00:01', '0', 'sys/devices/pci0000:00/0000:00:14.0/usb1/1-2'],
    ['docker0', '02:42:ac:11:00:02', '0'],
    ['veth1', '1a:2b:3c:4d:5e:6f', '0'],
    ['lo', '00:00:00:00:00:00', '0'],
  ],
}

const kinds = (marks: readonly string[]) => marks.map((mark) => mark.split(':', 1)[0])

test(
  'a machine’s own numbers and built-in cards are read, hashed; docks, bridges and made-up addresses are not',
  linuxOnly,
  () => {
    const marks = marksOfMachine(laptop)
    assert.deepEqual(kinds(marks), ['board_serial', 'mac', 'machine_id', 'system_uuid'])
    assert.doesNotMatch(marks.join(), /PF3XK4T1|4c4c4544|3c:7c/)
  },
)

test('reinstalled, it is the same machine; another one with the same placeholders is not', linuxOnly, () => {
  const known = marksOfMachine(laptop)
  const reinstalled = { ...laptop, files: { ...laptop.files, 'etc/machine-id': '9b1d3f5a7c2e4068bd0f1e3a5c7b9d20' } }
  assert.equal(compareHardware(known, marksOfMachine(reinstalled)), 'same')
  const cheap = (mac: string): Machine => ({
    files: {
      [dmi('product_uuid')]: '03000200-0400-0500-0006-000700080009',
      [dmi('board_serial')]: 'Default string',
      [dmi('product_serial')]: 'Default string',
    },
    cards: [['eth0', mac, '0', 'sys/devices/pci0000:00/0000:00:1f.6']],
  })
  assert.deepEqual(kinds(marksOfMachine(cheap('00:0c:00:00:00:01'))), ['mac'])
  assert.equal(
    compareHardware(marksOfMachine(cheap('00:0c:00:00:00:01')), marksOfMachine(cheap('00:0c:00:00:00:02'))),
    'other',
  )
})

test('the cards that a hypervisor made up are a virtual machine’s evidence', linuxOnly, () => {
  const machine: Machine = { files: {}, cards: [['ens3', '52:54:00:12:34:56', '0', 'sys/devices/pci0000:00/virtio1']] }
  assert.deepEqual(kinds(marksOfMachine(machine, true)), ['mac', 'virtual'])
  assert.deepEqual(marksOfMachine(machine), [])
})

test('a container, and an agent that shares its machine, have no evidence', linuxOnly, () => {
  const { root, remove } = makeRoot({ files: { ...laptop.files, '.dockerenv': '' } })
  assert.equal(readHardware(false, {}, root), undefined)
  remove()
  const shared = makeRoot(laptop)
  assert.equal(readHardware(false, { MUSTER_AGENT_HWID: 'one-of-two' }, shared.root), undefined)
  shared.remove()
})
