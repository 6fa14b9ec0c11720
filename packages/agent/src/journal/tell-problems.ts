import type { Log } from '../log.ts'
import { isFull, readFreeBytes } from '../state/disk-room.ts'
import type { Journal } from './journal.ts'

/** Says at an agent's start what it will not be able to do; it connects all the same. */
export function tellProblems({ damagedLines, problem }: Journal, path: string, log: Log): void {
  if (damagedLines > 0) log.warn('the journal had damaged lines', { lines: damagedLines })
  if (problem !== undefined || isFull(readFreeBytes(path))) {
    log.error('the disk may be full: until there is room, no command is accepted', { problem })
  }
}
