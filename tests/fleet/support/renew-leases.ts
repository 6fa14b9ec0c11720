import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dhcpRenew } from '@muster/agent/handlers/dhcprenew.ts'
import type { CommandFailure, Job } from '@muster/agent/handlers/handler.ts'

// Runs the agent's handler where this process is, and prints what the agent would report.
const path = mkdtempSync(join(tmpdir(), 'muster-dhcprenew-'))
const silent = () => undefined
const job = {
  state: { path },
  signal: new AbortController().signal,
  log: { info: silent, warn: silent, error: silent },
}
try {
  const data = await dhcpRenew.run(job as unknown as Job)
  process.stdout.write(JSON.stringify({ state: 'succeeded', data }))
} catch (error) {
  const { reason, message, data } = error as CommandFailure
  process.stdout.write(JSON.stringify({ state: 'failed', reason, message, data }))
} finally {
  rmSync(path, { recursive: true, force: true })
}
