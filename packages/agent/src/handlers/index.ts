import { dhcpRenew } from './dhcprenew.ts'
import { fetchAgentLog } from './fetch-agent-log.ts'
import type { CommandHandler } from './handler.ts'
import { reIdentify } from './re-identify.ts'
import { scanThreats } from './scan-threats.ts'

/** All that this agent can do; what it says it can is this list. To add one: a file beside this one, and a line here. */
export const handlers: readonly CommandHandler[] = [dhcpRenew, fetchAgentLog, reIdentify, scanThreats]
