import type { Dir, Dirent } from 'node:fs'
import { lstat, opendir } from 'node:fs/promises'
import { type BytePath, joinPath, toBuffer } from '../byte-path.ts'
import type { Listed, ScanArea, SkipReason } from '../scan-item.ts'
import { canOpen, reasonOfError } from '../why-missing.ts'

export interface WalkOptions {
  readonly area: ScanArea
  /** Why a directory is not gone into; undefined where it is. */
  readonly border: (path: BytePath) => SkipReason | undefined
  /** Whether directories of the same volume may say that they lie on another device, as those of btrfs do. */
  readonly hasSubvolumes: boolean
  /** A directory of the scan's own. */
  readonly except: BytePath
  readonly signal: AbortSignal
}

/**
 * The regular files at and below a path, and what is passed over and why, one at a time: no more than a directory a level
 * is held open. Symbolic links are not followed and not counted: what they lead to is met where it is.
 */
export async function* walk(start: BytePath, options: WalkOptions): AsyncGenerator<Listed> {
  const { area, border, hasSubvolumes, except, signal } = options
  const open: { readonly path: BytePath; readonly entries: Dir }[] = []
  let home: number | undefined
  try {
    yield* visit(start)
    while (open.length > 0) {
      signal.throwIfAborted()
      const { path, entries } = open.at(-1)!
      const entry = await nextOf(entries)
      if (entry === 'unreadable') yield { area, path, reason: 'unreadable' }
      if (entry === null || entry === 'unreadable') await open.pop()!.entries.close()
      else if (!entry.isSymbolicLink()) yield* visit(joinPath(path, entry.name))
    }
  } finally {
    for (const { entries } of open) await entries.close().catch(() => undefined)
  }

  async function* visit(path: BytePath): AsyncGenerator<Listed> {
    if (path === except) return
    try {
      const found = await lstat(toBuffer(path))
      if (found.isSymbolicLink()) return
      if (found.isDirectory()) {
        home ??= found.dev
        // The device catches what was mounted after the mount table was read.
        const reason = border(path) ?? (found.dev !== home && !hasSubvolumes ? 'other_file_system' : undefined)
        if (reason !== undefined) yield { area, path, reason }
        else open.push({ path, entries: await openDirectory(path) })
      } else if (!found.isFile()) yield { area, path, reason: 'not_regular' }
      else if (!(await isReadable(path))) yield { area, path, reason: 'unreadable' }
      else yield { area, path, size: found.size }
    } catch (error) {
      yield { area, path, reason: reasonOfError(error) }
    }
  }
}

/** Names as bytes; the types of Node.js know `latin1` as an encoding of names only in part. */
function openDirectory(path: BytePath): Promise<Dir> {
  return opendir(toBuffer(path) as unknown as string, { encoding: 'latin1', bufferSize: 256 })
}

async function nextOf(entries: Dir): Promise<Dirent | null | 'unreadable'> {
  return entries.read().catch(() => 'unreadable' as const)
}

/** Root reads everything; trying would double the calls of a walk. */
async function isReadable(path: BytePath): Promise<boolean> {
  return process.getuid?.() === 0 || canOpen(path)
}
