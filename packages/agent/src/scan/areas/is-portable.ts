import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { toBuffer } from '../byte-path.ts'
import type { Mount } from './read-mounts.ts'

/**
 * Whether a mount lies on something that can be pulled out: a device that says it is removable (USB stick, card, disc),
 * or sits on USB or FireWire, or is made of such a one (dm-crypt, LVM). A loop volume is not: it is a file elsewhere.
 */
export async function isPortable(mount: Mount): Promise<boolean> {
  if (mount.type === 'iso9660' || mount.type === 'udf') return !mount.source.startsWith('/dev/loop')
  return isPortableDevice(await blockDeviceOf(mount))
}

/** btrfs and overlays have device numbers of their own; there the source says on what they lie. */
async function blockDeviceOf({ device, source }: Mount): Promise<string> {
  if (!device.startsWith('0:') || !source.startsWith('/dev/')) return device
  const { rdev } = await stat(toBuffer(source)).catch(() => ({ rdev: 0 }))
  // As the C library's major() and minor() have it, for numbers below 2^32.
  return `${(rdev >>> 8) & 0xfff}:${(rdev & 0xff) | ((rdev >>> 12) & 0xfff00)}`
}

async function isPortableDevice(device: string, depth = 0): Promise<boolean> {
  const path = await realpath(`/sys/dev/block/${device}`).catch(() => undefined)
  if (path === undefined || depth > 8) return false
  if (isOnHotPlugBus(path)) return true
  // A partition's directory lies in its disk's.
  const removable = [`${path}/removable`, `${path}/../removable`].map((file) => readFile(file, 'utf8').catch(() => ''))
  if ((await Promise.all(removable)).some((text) => text.trim() === '1')) return true
  const slaves = await readdir(`${path}/slaves`).catch(() => [])
  const below = slaves.map(async (name) =>
    (await readFile(`${path}/slaves/${name}/dev`, 'utf8').catch(() => '')).trim(),
  )
  for (const slave of await Promise.all(below)) {
    if (slave !== '' && (await isPortableDevice(slave, depth + 1))) return true
  }
  return false
}

/** By where sysfs has the device. */
export function isOnHotPlugBus(path: string): boolean {
  return /\/(usb\d+|fw\d+)\//.test(path)
}
