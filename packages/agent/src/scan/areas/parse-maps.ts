import type { BytePath } from '../byte-path.ts'

/** A file that a process has mapped. */
export interface MappedFile {
  /** `start-end`, the name in /proc/PID/map_files. */
  readonly range: string
  /** `major:minor` in hexadecimal, and the inode: the same for all processes. */
  readonly key: string
  readonly inode: bigint
  /** As the process sees it, without the kernel's "(deleted)". */
  readonly path: BytePath
  readonly deleted: boolean
}

const deletedMark = ' (deleted)'
/** Shared memory without a file, and what drivers map. */
const noFile = /^\/(SYSV[0-9a-f]{8}|dev\/zero|anon_hugepage|\[aio\]|i915|drm mm object)/

/** /proc/PID/maps, see proc(5); each file once. */
export function parseMaps(text: string): MappedFile[] {
  const files = new Map<string, MappedFile>()
  for (const line of text.split('\n')) {
    const [, range, device, inode, name] = /^(\S+) \S+ \S+ (\S+) (\d+) +(\/.*)$/.exec(line) ?? []
    if (range === undefined || inode === undefined || inode === '0' || name === undefined || noFile.test(name)) continue
    const key = `${device} ${inode}`
    if (files.has(key)) continue
    const deleted = name.endsWith(deletedMark)
    // The kernel writes an end of line in a name in octal, and nothing else so.
    const path = (deleted ? name.slice(0, -deletedMark.length) : name).replaceAll('\\012', '\n')
    files.set(key, { range, key, inode: BigInt(inode), path, deleted })
  }
  return [...files.values()]
}
