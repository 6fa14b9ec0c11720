import { createHash } from 'node:crypto'
import { existsSync, realpathSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import type { Hardware, HardwareKind } from '@muster/core/device/hardware.ts'
import { askSystem, listDirectory, readText } from '../read-or-nothing.ts'
import { isPlaceholder } from './is-placeholder.ts'

/** What was read, before it is hashed. */
export type HardwareValue = readonly [kind: HardwareKind, value: string]

/**
 * What stays with this machine when it is reinstalled. Undefined where it would speak of something else: in a container,
 * which sees its host's, and where `MUSTER_AGENT_HWID` puts several agents on one machine. Serials and UUID need root.
 */
export function readHardware(
  virtual: boolean,
  environment: NodeJS.ProcessEnv = process.env,
  root = '/',
): Hardware | undefined {
  if (environment.MUSTER_AGENT_HWID || isContainer(root)) return undefined
  const values = readValues(virtual, root).filter(([kind, value]) => kind === 'mac' || !isPlaceholder(value))
  const evidence = values.map(([kind, value]) => ({ kind, hash: hashOf(kind, value) }))
  return evidence.length === 0 ? undefined : { virtual, evidence: evidence.slice(0, 64) }
}

/** A hash of its own for each kind: equal text in two places is no match. */
function hashOf(kind: HardwareKind, value: string): string {
  return createHash('sha256')
    .update(`muster hardware v1\n${kind}\n${value.trim().toLowerCase()}`)
    .digest('hex')
    .slice(0, 32)
}

function readValues(virtual: boolean, root: string): HardwareValue[] {
  switch (process.platform) {
    case 'linux':
      return readLinux(virtual, root)
    case 'darwin':
      return readMac()
    case 'win32':
      return readWindows()
    default:
      return []
  }
}

function readLinux(virtual: boolean, root: string): HardwareValue[] {
  const dmi = (name: string) => readText(join(root, 'sys/class/dmi/id', name))
  const net = join(root, 'sys/class/net')
  const cards = listDirectory(net)
    .map((name) => join(net, name))
    .filter((path) => isBuiltIn(path) && readText(join(path, 'addr_assign_type')) === '0')
    .map((path) => readText(join(path, 'address')))
  return [
    ['machine_id', readText(join(root, 'etc/machine-id'))],
    ['system_uuid', dmi('product_uuid')],
    ['board_serial', dmi('board_serial')],
    ['system_serial', dmi('product_serial')],
    ...toMacs(cards, virtual),
  ]
}

/** Bridges, containers' cards and tunnels have no device behind them; what hangs on USB goes from machine to machine. */
function isBuiltIn(path: string): boolean {
  try {
    const device = realpathSync(join(path, 'device'))
    return !/\/usb\d/.test(device) && !device.includes('/virtual/')
  } catch {
    return false
  }
}

function readMac(): HardwareValue[] {
  const platform = askSystem('ioreg', '-rd1', '-c', 'IOPlatformExpertDevice')
  const field = (name: string) => new RegExp(`"${name}" = "([^"]+)"`).exec(platform)?.[1] ?? ''
  return [
    ['system_uuid', field('IOPlatformUUID')],
    ['system_serial', field('IOPlatformSerialNumber')],
  ]
}

function readWindows(): HardwareValue[] {
  const script =
    '(Get-CimInstance Win32_ComputerSystemProduct).UUID; (Get-CimInstance Win32_BaseBoard).SerialNumber; ' +
    '(Get-CimInstance Win32_BIOS).SerialNumber'
  const [uuid = '', board = '', system = ''] = askSystem('powershell', '-NoProfile', '-Command', script).split(/\r?\n/)
  const macs = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.map(({ mac }) => mac))
  return [['system_uuid', uuid], ['board_serial', board], ['system_serial', system], ...toMacs(macs, false)]
}

/** A locally administered address was made up by software; hypervisors make up those of their machines' cards. */
function toMacs(addresses: readonly string[], virtual: boolean): HardwareValue[] {
  return [...new Set(addresses)]
    .filter((mac) => /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(mac) && !/^(00:){5}00$|^(ff:){5}ff$/i.test(mac))
    .filter((mac) => virtual || (Number.parseInt(mac.slice(0, 2), 16) & 2) === 0)
    .map((mac) => ['mac', mac] as const)
}

function isContainer(root: string): boolean {
  return ['.dockerenv', 'run/.containerenv', 'run/systemd/container'].some((path) => existsSync(join(root, path)))
}
