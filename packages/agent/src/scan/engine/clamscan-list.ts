import { createWriteStream } from 'node:fs'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type BytePath, toBuffer, toBytePath } from '../byte-path.ts'
import type { ScanItem } from '../scan-item.ts'
import type { ScanList } from '../scan-list.ts'

/** `clamscan --file-list` reads lines of at most 1023 bytes. */
const lineBytesMax = 1000

/** The name under which clamscan knows the item at this place of the list. */
export function nameFor({ path, read = path }: ScanItem, index: number, work: string): BytePath {
  return isOneLine(read) ? read : toBytePath(join(work, `alias-${index}`))
}

/** Writes the names of the items from `skip` on; one that does not fit into a line gets a link in `work` instead. */
export async function writeClamscanList(path: string, list: ScanList, skip: number, work: string): Promise<void> {
  await pipeline(
    async function* () {
      let index = skip
      for await (const item of list.read(skip)) {
        const name = nameFor(item, index, work)
        const target = item.read ?? item.path
        if (name !== target) await symlink(toBuffer(target), toBuffer(name)).catch(ignoreExisting)
        yield toBuffer(`${name}\n`)
        index += 1
      }
    },
    createWriteStream(path, { mode: 0o600 }),
  )
}

function isOneLine(path: BytePath): boolean {
  return path.length <= lineBytesMax && !/[\r\n]/.test(path)
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
