import type { CompliancePolicy, CurrentCompliancePolicy } from '@muster/core/api/compliance.ts'
import { useQueryClient } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import {
  changeAccountPolicy,
  changeGroupPolicy,
  dropGroupPolicy,
  showAccountPolicy,
  showGroupPolicy,
} from '../../api/compliance.ts'
import { showFacets } from '../../api/devices.ts'
import { refresh, useLook } from '../../api/queries.ts'

/** While devices are judged anew, until that is over. */
const refreshSeconds = (policy: CurrentCompliancePolicy | undefined) => (policy?.judging ? 1 : undefined)

/** Of a group; undefined: the account’s, for groups without one of their own. */
export function usePolicy(groupId: string | undefined) {
  const ofAccount = useLook(showAccountPolicy, {}, { enabled: groupId === undefined, refreshSeconds })
  const params = { group_id: groupId ?? '' }
  const ofGroup = useLook(showGroupPolicy, { params }, { enabled: groupId !== undefined, refreshSeconds })
  return groupId === undefined ? ofAccount : ofGroup
}

/** Puts this policy in force; null: the group goes by the account’s again. */
export function useSetPolicy(groupId: string | undefined) {
  const queries = useQueryClient()
  return async (policy: CompliancePolicy | null): Promise<void> => {
    await set(groupId, policy)
    await refresh(queries, [showAccountPolicy, showGroupPolicy, showFacets])
  }
}

async function set(groupId: string | undefined, policy: CompliancePolicy | null): Promise<CurrentCompliancePolicy> {
  if (groupId === undefined) return call(changeAccountPolicy, { body: policy ?? { checks: [] } })
  const params = { group_id: groupId }
  return policy === null ? call(dropGroupPolicy, { params }) : call(changeGroupPolicy, { params, body: policy })
}
