import { statfs } from 'node:fs/promises'
import { availableParallelism, cpus, freemem, loadavg, release, totalmem, uptime } from 'node:os'
import { readInventory } from '../inventory/read-inventory.ts'
import { agentVersion } from '../version.ts'

/** What one asks first when an agent behaves oddly. */
export async function readHostFacts(stateDirectory: string): Promise<object> {
  const disk = await statfs(stateDirectory)
  return {
    read_at: new Date().toISOString(),
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...readInventory(),
    kernel: release(),
    uptime_seconds: Math.round(uptime()),
    load_average: loadavg(),
    processors: { available: availableParallelism(), model: cpus()[0]?.model ?? '' },
    memory_bytes: { total: totalmem(), free: freemem() },
    state_disk_bytes: { total: disk.blocks * disk.bsize, free: disk.bavail * disk.bsize },
    agent: {
      version: agentVersion,
      node: process.versions.node,
      process_id: process.pid,
      uptime_seconds: Math.round(process.uptime()),
      memory_bytes: process.memoryUsage.rss(),
    },
  }
}
