import { startEmbeddedPostgres } from '../../packages/server/src/db/embedded-postgres/start.ts'
import { makeScratchDirectory } from './scratch-directory.ts'

/** Starts a cluster that lives as long as the tests and may lose everything with them. */
export async function startThrowAwayCluster(): Promise<{ url: string; stop(): Promise<void> }> {
  const directory = await makeScratchDirectory()
  try {
    const server = await startEmbeddedPostgres({
      directory: directory.path,
      settings: { fsync: false, full_page_writes: false, synchronous_commit: false, max_connections: 300 },
    })
    return {
      url: server.url,
      stop: async () => {
        await server.stop()
        await directory.remove()
      },
    }
  } catch (error) {
    await directory.remove()
    throw error
  }
}
