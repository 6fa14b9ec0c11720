import type { CompliancePolicy } from '@muster/core/api/compliance.ts'
import type { Queryable, Tx } from '../pool.ts'

export interface CompliancePolicyRow {
  /** Null: the group has none of its own. */
  readonly policy: CompliancePolicy | null
  readonly changed_at: Date | null
  readonly changed_by: string | null
  readonly judging: boolean
}

export async function findAccountPolicy(db: Queryable, accountId: number): Promise<CompliancePolicyRow> {
  const { rows } = await db.query<CompliancePolicyRow>({
    name: 'find-account-compliance-policy',
    text: `select compliance_policy as policy, compliance_policy_at as changed_at, compliance_policy_by as changed_by,
             exists (select from compliance_run r where r.account_id = $1) as judging
           from account where account_id = $1`,
    values: [accountId],
  })
  return rows[0]!
}

/** Undefined where there is no such group. */
export async function findGroupPolicy(
  db: Queryable,
  accountId: number,
  groupId: string,
): Promise<CompliancePolicyRow | undefined> {
  const { rows } = await db.query<CompliancePolicyRow>({
    name: 'find-group-compliance-policy',
    text: `select compliance_policy as policy, compliance_policy_at as changed_at, compliance_policy_by as changed_by,
             exists (select from compliance_run r where r.account_id = $1 and r.group_key = g.group_key) as judging
           from device_group g where account_id = $1 and group_id = $2`,
    values: [accountId, groupId],
  })
  return rows[0]
}

interface PolicyChange {
  readonly accountId: number
  readonly at: Date
  readonly by: string
}

/** The account's own; returns the groups that it holds for. */
export async function saveAccountPolicy(
  tx: Tx,
  { accountId, policy, at, by }: PolicyChange & { policy: CompliancePolicy },
): Promise<number[]> {
  const { rows } = await tx.query<{ group_key: number }>({
    name: 'save-account-compliance-policy',
    text: `with changed as (
             update account set compliance_policy = $2, compliance_policy_at = $3, compliance_policy_by = $4
             where account_id = $1
           )
           select group_key from device_group where account_id = $1 and compliance_policy is null order by group_key`,
    values: [accountId, JSON.stringify(policy), at, by],
  })
  return rows.map(({ group_key }) => group_key)
}

/** Null: the account's from now on. Undefined where there is no such group, else its key. */
export async function saveGroupPolicy(
  tx: Tx,
  { accountId, groupId, policy, at, by }: PolicyChange & { groupId: string; policy: CompliancePolicy | null },
): Promise<number | undefined> {
  const { rows } = await tx.query<{ group_key: number }>({
    name: 'save-group-compliance-policy',
    text: `update device_group set compliance_policy = $3, compliance_policy_at = $4, compliance_policy_by = $5
           where account_id = $1 and group_id = $2 returning group_key`,
    values: [accountId, groupId, policy && JSON.stringify(policy), at, by],
  })
  return rows[0]?.group_key
}
