import { realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import { listDirectory, readText } from '../../read-or-nothing.ts'
import { type Finding, passIf, type Sources, unknown } from '../finding.ts'

/** Whether the root and every volume that can be written to lies on dm-crypt, whatever is in between. */
export async function checkDiskEncryption({ root }: Sources): Promise<Finding> {
  const volumes = parseMounts(readText(join(root, 'proc/mounts'))).map(({ mount, device }) => ({
    mount,
    device,
    encrypted: isEncrypted(root, device),
  }))
  const known = volumes.filter(({ encrypted }) => encrypted !== undefined)
  if (known.length === 0) return unknown('no volume of this machine is a block device')
  const isRootKnown = known.some(({ mount }) => mount === '/')
  if (known.some(({ encrypted }) => encrypted === false)) return passIf(false, { volumes })
  return isRootKnown ? passIf(true, { volumes }) : { result: 'unknown', facts: { volumes } }
}

export interface Mount {
  readonly mount: string
  readonly device: string
}

const dataFileSystems = new Set([
  'ext2',
  'ext3',
  'ext4',
  'xfs',
  'btrfs',
  'f2fs',
  'jfs',
  'reiserfs',
  'bcachefs',
  'ntfs3',
])
/** What a machine must read before it can ask for a password. */
const bootMounts = ['/boot', '/boot/efi', '/efi']

/** Volumes that hold data (a loop device's file lies on one): of each device the first place where it is mounted. */
export function parseMounts(text: string): Mount[] {
  const seen = new Set<string>()
  return text.split('\n').flatMap((line) => {
    const [device = '', mount = '', type = '', options = ''] = line.split(' ')
    const holdsData =
      /^\/dev\/(?!loop|zram|ram)/.test(device) && dataFileSystems.has(type) && !options.split(',').includes('ro')
    if (!holdsData || bootMounts.includes(mount) || seen.has(device)) return []
    seen.add(device)
    return [{ device, mount: unescapeMount(mount) }]
  })
}

/** A blank is written as \040. */
function unescapeMount(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)))
}

/** Undefined for what is no block device that the system knows. */
function isEncrypted(root: string, device: string): boolean | undefined {
  const name = nameOf(root, device)
  return listDirectory(join(root, 'sys/class/block')).includes(name) ? liesOnCrypt(root, name, 8) : undefined
}

/** /dev/mapper/data is a link to ../dm-3. */
function nameOf(root: string, device: string): string {
  try {
    return basename(realpathSync(join(root, device)))
  } catch {
    return basename(device)
  }
}

/** On itself, or on all that it is made of: a volume group over one encrypted and one open disk is open. */
function liesOnCrypt(root: string, name: string, depth: number): boolean {
  const directory = join(root, 'sys/class/block', name)
  if (readText(join(directory, 'dm/uuid')).startsWith('CRYPT-')) return true
  const parts = listDirectory(join(directory, 'slaves'))
  return depth > 0 && parts.length > 0 && parts.every((part) => liesOnCrypt(root, part, depth - 1))
}
