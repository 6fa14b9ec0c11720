import { getCommandReport } from './command-report.ts'
import type { Report } from './report.ts'

/** The log bundle that `fetch_agent_log` brought back: a ZIP. */
export const agentLog: Report = {
  words: ['agent_log'],
  since: '3.0',
  needs: 'command_id',
  get: (services, caller, commandId) =>
    getCommandReport(services, caller, commandId, { report: 'agent_log', extension: 'zip' }),
}
