import { readdir, readFile, stat } from 'node:fs/promises'
import { type BytePath, toBuffer } from '../byte-path.ts'
import type { Listed, ScanItem, SkipReason } from '../scan-item.ts'
import { reasonOfError } from '../why-missing.ts'
import { type MappedFile, parseMaps } from './parse-maps.ts'
import { type Volume, volumeOf } from './volumes.ts'

const processIdsMax = 64

interface Mapped {
  readonly item: Listed
  readonly processIds: number[]
}

/**
 * What the running processes run and map, each file once however many do: programs, libraries, mapped data; also files
 * that were deleted since, and programs that never had a name (memfd). Their number is bounded by what runs.
 */
export async function* listMemory(volumes: readonly Volume[], signal: AbortSignal): AsyncGenerator<Listed> {
  const seen = new Map<string, Mapped>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    signal.throwIfAborted()
    const processId = Number(name)
    const files = await readMaps(processId)
    if (files === 'unreadable') yield { area: 'memory', path: `/proc/${name}/maps`, reason: files }
    else for (const file of files) await note(seen, volumes, processId, file)
  }
  for (const { item, processIds } of seen.values()) yield 'reason' in item ? item : { ...item, processIds }
}

async function readMaps(processId: number): Promise<MappedFile[] | 'unreadable'> {
  try {
    return parseMaps(await readFile(`/proc/${processId}/maps`, 'latin1'))
  } catch (error) {
    return reasonOfError(error) === 'vanished' ? [] : 'unreadable'
  }
}

async function note(
  seen: Map<string, Mapped>,
  volumes: readonly Volume[],
  processId: number,
  file: MappedFile,
): Promise<void> {
  const known = seen.get(file.key)
  if (known !== undefined) {
    if (known.processIds.length < processIdsMax) known.processIds.push(processId)
    return
  }
  const item = await toItem(volumes, processId, file)
  if (item !== undefined) seen.set(file.key, { item, processIds: [processId] })
}

/** Undefined for what is no file at all. */
async function toItem(volumes: readonly Volume[], processId: number, file: MappedFile): Promise<Listed | undefined> {
  const { path, deleted, inode } = file
  const skipped = (reason: SkipReason) => ({ area: 'memory', path, reason }) as const
  // Asking a dead server for a file would hang.
  const volume = volumeOf(volumes, path)
  if (!deleted && volume?.kind === 'network') return skipped('network_file_system')
  let problem: SkipReason = 'vanished'
  for (const read of placesOf(processId, file)) {
    try {
      const found = await stat(toBuffer(read), { bigint: true })
      if (found.ino !== inode && !hasOtherNumbers(read, volume)) continue
      if (!found.isFile()) return undefined
      const item: ScanItem = { area: 'memory', path, size: Number(found.size) }
      return read === path ? item : { ...item, read }
    } catch (error) {
      if (reasonOfError(error) === 'unreadable') problem = 'unreadable'
    }
  }
  return skipped(problem)
}

/** Where to read it: by its name, by its name in the container of the process, or from the process itself. */
function placesOf(processId: number, { path, deleted, range }: MappedFile): BytePath[] {
  const own = [`/proc/${processId}/map_files/${range}`, `/proc/${processId}/exe`]
  return deleted ? own : [path, `/proc/${processId}/root${path}`, ...own]
}

/**
 * A different inode is another file that took the name since, or the `exe` of a process that maps this one beside it. Not
 * so for the link of a mapping, which leads to the file itself, and on overlays, which number their files themselves.
 */
function hasOtherNumbers(read: BytePath, volume: Volume | undefined): boolean {
  return read.includes('/map_files/') || volume?.type === 'overlay'
}
