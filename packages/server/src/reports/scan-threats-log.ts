import { getCommandReport } from './command-report.ts'
import type { Report } from './report.ts'

/** What `scan_threats` found: JSON. */
export const scanThreatsLog: Report = {
  words: ['scan_threats_log', 'scan_threat_log'],
  since: '3.1',
  needs: 'command_id',
  get: (services, caller, commandId) =>
    getCommandReport(services, caller, commandId, { report: 'scan_threats_log', extension: 'json' }),
}
