import type { Inventory } from '@muster/core/agent/inventory.ts'
import type { DeviceType, OperatingSystem } from '@muster/core/device/facts.ts'
import type { ImportRow } from '@muster/core/device/import/import-row.ts'

/** The devices of a company that does not exist: names, users and systems as one would meet them. */

export const officeGroups = [
  { group_id: 'head-office', name: 'Head office', description: 'Desks and meeting rooms' },
  { group_id: 'field', name: 'Field service', description: 'Laptops and tablets on the road' },
  { group_id: 'kiosks', name: 'Kiosks', description: 'Ticket machines; nobody sits in front of them' },
  { group_id: 'servers', name: 'Servers', description: 'Changes in the maintenance window only' },
] as const

const users = [
  'a.lindqvist',
  'b.okafor',
  'c.moreau',
  'd.silva',
  'e.nakamura',
  'f.hartmann',
  'g.rossi',
  'h.novak',
  'i.haddad',
  'j.kowalska',
  'k.obrien',
  'l.jensen',
]

const systems: Readonly<Record<string, readonly [OperatingSystem, name: string, version: string]>> = {
  windows: ['windows', 'Windows 11 Pro', '24H2'],
  mac: ['mac', 'macOS', '15.6'],
  debian: ['linux', 'Debian GNU/Linux', '12'],
  ubuntu: ['linux', 'Ubuntu', '24.04'],
  ios: ['ios', 'iOS', '18.6'],
  android: ['android', 'Android', '15'],
}

interface OfficeModel {
  readonly name: string
  readonly group: string
  readonly type: DeviceType
  readonly system: keyof typeof systems
}

const models = {
  desk: { name: 'HQ-DT', group: 'head-office', type: 'desktop', system: 'windows' },
  mac: { name: 'HQ-MB', group: 'head-office', type: 'laptop', system: 'mac' },
  laptop: { name: 'FS-LT', group: 'field', type: 'laptop', system: 'windows' },
  tablet: { name: 'FS-TB', group: 'field', type: 'tablet', system: 'ios' },
  phone: { name: 'FS-PH', group: 'field', type: 'phone', system: 'android' },
  kiosk: { name: 'KIOSK', group: 'kiosks', type: 'other', system: 'debian' },
  server: { name: 'SRV', group: 'servers', type: 'server', system: 'ubuntu' },
} as const satisfies Record<string, OfficeModel>

const importedFrom = 101

export interface OfficeAgent {
  readonly hostname: string
  readonly group: string
  readonly inventory: Partial<Inventory>
}

/** Devices whose agents the test plays. */
export const officeAgents: readonly OfficeAgent[] = [
  ...agentsOf(models.desk, 6),
  ...agentsOf(models.mac, 3),
  ...agentsOf(models.laptop, 5),
  ...agentsOf(models.kiosk, 4),
  ...agentsOf(models.server, 4),
]

/** Devices that another system told of. */
export const officeImports: readonly ImportRow[] = [
  ...importsOf(models.desk, 48),
  ...importsOf(models.mac, 17),
  ...importsOf(models.laptop, 39),
  ...importsOf(models.tablet, 14),
  ...importsOf(models.phone, 22),
  ...importsOf(models.kiosk, 12),
]

function importsOf({ name, group, type, system }: OfficeModel, count: number): ImportRow[] {
  const [os, os_name, os_version] = systems[system]!
  return Array.from({ length: count }, (_, index) => {
    const number = importedFrom + index
    return {
      device_id: `${name}-${number}`.toLowerCase(),
      hostname: `${name}-${number}`,
      device_type: type,
      status: index % 7 === 3 ? 'non_compliant' : index % 19 === 11 ? 'unknown' : 'compliant',
      agent_type: type === 'phone' || type === 'tablet' ? 'mobile' : 'persistent',
      agent_name: 'opswat-client',
      agent_version: index % 4 === 0 ? '7.6.400' : '7.6.512',
      os,
      os_name,
      os_version,
      macs: [macOf(name, number)],
      group_id: group,
      public_ip: `203.0.113.${20 + (index % 9)}`,
      user_name: group === 'kiosks' ? '' : users[index % users.length]!,
    }
  })
}

function agentsOf({ name, group, type, system }: OfficeModel, count: number): OfficeAgent[] {
  const [family, osName, version] = systems[system]!
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1
    return {
      hostname: `${name}-${String(number).padStart(3, '0')}`,
      group,
      inventory: {
        os: { family, name: osName, version, architecture: system === 'mac' ? 'arm64' : 'x64' },
        machine_type: type,
        user_name: type === 'server' || group === 'kiosks' ? 'root' : users[(index * 5 + 2) % users.length]!,
        network: [
          {
            name: family === 'mac' ? 'en0' : family === 'windows' ? 'Ethernet' : 'eth0',
            mac: macOf(name, number),
            ipv4: [`10.20.${name.length}.${10 + number}`],
            ipv6: [],
          },
        ],
      },
    }
  })
}

/** Locally administered: nobody's real card has it. */
function macOf(name: string, number: number): string {
  const place = Object.values(models).findIndex((model) => model.name === name)
  return `02:4d:55:${[place, number >> 8, number & 255].map((byte) => byte.toString(16).padStart(2, '0')).join(':')}`
}
