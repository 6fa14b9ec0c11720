import { agentLog } from './agent-log.ts'
import { deviceMissingOsPatch, missingOsPatch, osPatchSummary } from './os-patches.ts'
import type { Report } from './report.ts'
import { scanThreatsLog } from './scan-threats-log.ts'

/** Every report there is. To add one: a file beside this one, and a line here. */
export const reports: readonly Report[] = [
  agentLog,
  scanThreatsLog,
  osPatchSummary,
  deviceMissingOsPatch,
  missingOsPatch,
]
