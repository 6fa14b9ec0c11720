import { chmodSync, readdirSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../../packages/server/src/db/embedded-postgres/start.ts'

// Socket addresses are short, and the server's user must get there: not a TMPDIR below somebody's home.
const place = '/tmp'
const prefix = 'muster-test-'

/** Starts a cluster that lives as long as the tests and may lose everything with them. */
export async function startThrowAwayCluster(): Promise<{ url: string; stop(): Promise<void> }> {
  removeAbandoned()
  const directory = await mkdtemp(join(place, `${prefix}${process.pid}-`))
  chmodSync(directory, 0o711)
  const remove = () => rm(directory, { recursive: true, force: true })
  try {
    const server = await startEmbeddedPostgres({
      directory,
      settings: { fsync: false, full_page_writes: false, synchronous_commit: false, max_connections: 300 },
    })
    return {
      url: server.url,
      stop: async () => {
        await server.stop()
        await remove()
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}

// A run that was killed takes its server along, but not its files.
function removeAbandoned(): void {
  for (const name of readdirSync(place)) {
    const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1])
    if (pid > 0 && !isRunning(pid)) {
      try {
        rmSync(join(place, name), { recursive: true, force: true })
      } catch {
        // Another user's: theirs to remove.
      }
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
