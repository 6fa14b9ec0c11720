import { readdirSync, rmSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isTaken } from '../../packages/server/src/db/embedded-postgres/process-facts.ts'

// Socket addresses are short, and an embedded server's user must get there: not a TMPDIR below somebody's home.
const place = '/tmp'
const prefix = 'muster-test-'

/**
 * Makes a directory for what this process needs for a while. `remove` takes it away; what a killed process could not
 * take away, the next one that makes a directory does.
 */
export async function makeScratchDirectory(): Promise<{ path: string; remove(): Promise<void> }> {
  removeAbandoned()
  const path = await mkdtemp(join(place, `${prefix}${process.pid}-`))
  await chmod(path, 0o711)
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

function removeAbandoned(): void {
  for (const name of readdirSync(place)) {
    if (!name.startsWith(prefix)) continue
    const pid = Number.parseInt(name.slice(prefix.length), 10)
    if (!(pid > 0) || isTaken(pid)) continue
    try {
      rmSync(join(place, name), { recursive: true, force: true })
    } catch {
      // Another user's, theirs to remove; or another run is at it.
    }
  }
}
