import { assignToGroup } from './assign-to-group.ts'
import { deleteDevice } from './delete.ts'
import { dhcpRenew } from './dhcprenew.ts'
import { exempt } from './exempt.ts'
import { fetchAgentLog } from './fetch-agent-log.ts'
import { ignore } from './ignore.ts'
import { reIdentify } from './re-identify.ts'
import { scanThreats } from './scan-threats.ts'
import { unexempt } from './unexempt.ts'
import { unignore } from './unignore.ts'

/** Every action type there is. To add one: a file beside this one, and a line here. */
export const actionTypes = [
  exempt,
  unexempt,
  ignore,
  unignore,
  deleteDevice,
  dhcpRenew,
  reIdentify,
  assignToGroup,
  fetchAgentLog,
  scanThreats,
] as const
