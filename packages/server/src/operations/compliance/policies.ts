import type { CompliancePolicy, CurrentCompliancePolicy } from '@muster/core/api/compliance.ts'
import type { Caller } from '../../caller.ts'
import {
  type CompliancePolicyRow,
  findAccountPolicy,
  findGroupPolicy,
  saveAccountPolicy,
  saveGroupPolicy,
} from '../../db/compliance/policies.ts'
import { askForJudgment } from '../../db/compliance/runs.ts'
import type { Queryable } from '../../db/pool.ts'
import { Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import { noSuchGroup } from '../list-groups.ts'
import type { UnitOfWork } from '../mutate.ts'
import { writeAudit } from '../write-audit.ts'

/** The account's, which holds for every group without one of its own. */
export async function showAccountPolicy({ pool }: Services, { accountId }: Caller): Promise<CurrentCompliancePolicy> {
  return toCurrent(await findAccountPolicy(pool, accountId))
}

/** @throws Refusal not_found */
export function showGroupPolicy(
  { pool }: Services,
  { accountId }: Caller,
  groupId: string,
): Promise<CurrentCompliancePolicy> {
  return currentOfGroup(pool, accountId, groupId)
}

/**
 * Takes the place of the whole policy. Devices of the groups that it holds for are judged anew in the background.
 * @throws Refusal invalid_request, with the field at fault
 */
export async function changeAccountPolicy(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  policy: CompliancePolicy,
): Promise<CurrentCompliancePolicy> {
  check(policy)
  const { accountId } = caller
  const at = now()
  const groupKeys = await saveAccountPolicy(tx, { accountId, policy, at, by: nameOf(caller) })
  await askForJudgment(tx, { accountId, groupKeys, at })
  const current = toCurrent(await findAccountPolicy(tx, accountId))
  await writeAudit(tx, caller, { at, event: 'compliance_policy.changed', details: { group_id: null, policy } })
  return current
}

/** As above, for one group; null: the account's holds again. @throws Refusal: invalid_request, not_found */
export async function changeGroupPolicy(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { groupId, policy }: { groupId: string; policy: CompliancePolicy | null },
): Promise<CurrentCompliancePolicy> {
  if (policy !== null) check(policy)
  const { accountId } = caller
  const at = now()
  const groupKey = await saveGroupPolicy(tx, { accountId, groupId, policy, at, by: nameOf(caller) })
  if (groupKey === undefined) throw noSuchGroup(groupId)
  await askForJudgment(tx, { accountId, groupKeys: [groupKey], at })
  const current = await currentOfGroup(tx, accountId, groupId)
  await writeAudit(tx, caller, { at, event: 'compliance_policy.changed', details: { group_id: groupId, policy } })
  return current
}

async function currentOfGroup(db: Queryable, accountId: number, groupId: string): Promise<CurrentCompliancePolicy> {
  const own = await findGroupPolicy(db, accountId, groupId)
  if (own === undefined) throw noSuchGroup(groupId)
  if (own.policy !== null) return toCurrent(own)
  const { policy } = await findAccountPolicy(db, accountId)
  return { ...toCurrent({ ...own, policy }), inherited: true }
}

function toCurrent({ policy, changed_at, changed_by, judging }: CompliancePolicyRow): CurrentCompliancePolicy {
  const { checks } = policy ?? { checks: [] }
  return { checks, inherited: false, changed_at: changed_at?.toISOString() ?? null, changed_by, judging }
}

/** What the schema cannot say. */
function check({ checks }: CompliancePolicy): void {
  const errors = checks.flatMap(({ check, names }, index) => {
    const field = `checks.${index}`
    if (checks.findIndex((other) => other.check === check) < index) {
      return [{ field: `${field}.check`, message: `${check} is there twice` }]
    }
    const needsNames = check === 'unwanted_software'
    if (needsNames === (names !== undefined && names.length > 0)) return []
    return [
      { field: `${field}.names`, message: needsNames ? 'names what is not wanted' : `means nothing for ${check}` },
    ]
  })
  if (errors.length > 0) throw new Refusal('invalid_request', 'The policy is not one that can hold.', errors)
}

function nameOf({ userName, application, channel }: Caller): string {
  return userName ?? application?.name ?? channel
}
