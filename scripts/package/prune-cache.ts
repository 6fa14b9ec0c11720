import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** An executable has some 90 MB. */
const entriesMax = 6

/** Removes all but the youngest entries; one that another process works on is left alone. */
export function pruneCache(directory: string): void {
  const entries = readdirSync(directory)
    .filter((name) => !name.startsWith('work-'))
    .map((name) => ({ path: join(directory, name), madeAt: statSync(join(directory, name)).mtimeMs }))
    .sort((a, b) => b.madeAt - a.madeAt)
  for (const { path } of entries.slice(entriesMax)) rmSync(path, { recursive: true, force: true })
}
