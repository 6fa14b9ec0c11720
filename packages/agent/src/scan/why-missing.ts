import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { toBuffer } from './byte-path.ts'
import type { ScanItem, SkipReason } from './scan-item.ts'

/** Why a listed item cannot be read any more; undefined where it can. */
export async function whyMissing({ path, read = path }: ScanItem): Promise<SkipReason | undefined> {
  try {
    if (!(await stat(toBuffer(read))).isFile()) return 'not_regular'
    await access(toBuffer(read), constants.R_OK)
    return undefined
  } catch (error) {
    return reasonOfError(error)
  }
}

/** Of a failed call of the file system. */
export function reasonOfError(error: unknown): SkipReason {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ESRCH' ? 'vanished' : 'unreadable'
}
