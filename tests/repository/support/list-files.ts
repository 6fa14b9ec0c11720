import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './copy-checkout.ts'

const leftOut = new Set(['node_modules', '.git', 'coverage'])

/** Every file of the checkout but what npm and git made, as paths below its root. */
export function listFiles(folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (leftOut.has(entry.name)) return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return listFiles(path)
    return entry.isFile() ? [path] : []
  })
}
