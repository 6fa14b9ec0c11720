import { constants } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { type BytePath, toBuffer } from './byte-path.ts'
import type { ScanItem, SkipReason } from './scan-item.ts'

/** Why a listed item cannot be read any more; undefined where it can. */
export async function whyMissing({ path, read = path }: ScanItem): Promise<SkipReason | undefined> {
  try {
    if (!(await stat(toBuffer(read))).isFile()) return 'not_regular'
    return (await canOpen(read)) ? undefined : 'unreadable'
  } catch (error) {
    return reasonOfError(error)
  }
}

/** Of a failed call of the file system. */
export function reasonOfError(error: unknown): SkipReason {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ESRCH' ? 'vanished' : 'unreadable'
}

/** Tried, not asked: access(2) forgets what rights an agent has that is not root. */
export async function canOpen(path: BytePath): Promise<boolean> {
  try {
    await (await open(toBuffer(path), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))).close()
    return true
  } catch {
    return false
  }
}
