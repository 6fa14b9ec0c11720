import { startThrowAwayCluster } from './throw-away-cluster.ts'

/**
 * The server that tests make their databases on: the one that `MUSTER_TEST_DATABASE_URL` names (a superuser's
 * address), else a cluster of their own.
 */
export async function openTestServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const url = process.env.MUSTER_TEST_DATABASE_URL
  return url ? { url, stop: async () => undefined } : startThrowAwayCluster()
}
