import { statfsSync } from 'node:fs'

/** For an entry of the journal, in the pieces that file systems hand out. */
const neededBytes = 16 * 1024

/** What may be written below a path; null where the system does not tell. */
export function readFreeBytes(path: string): number | null {
  try {
    const { bavail, bfree, bsize } = statfsSync(path)
    // Root writes into what is kept back for it.
    return (process.getuid?.() === 0 ? bfree : bavail) * bsize
  } catch {
    return null
  }
}

/** Too little to note a command in: none is accepted then. */
export function isFull(freeBytes: number | null): boolean {
  return freeBytes !== null && freeBytes < neededBytes
}
