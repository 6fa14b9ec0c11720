import type { AgentPolicy } from '@muster/core/api/agent-policy.ts'
import type { Queryable, Tx } from '../pool.ts'

export interface AgentPolicyRow {
  readonly agent_policy: AgentPolicy
  readonly agent_policy_at: Date | null
  readonly agent_policy_by: string | null
}

export async function findAgentPolicy(db: Queryable, accountId: number): Promise<AgentPolicyRow> {
  const { rows } = await db.query<AgentPolicyRow>({
    name: 'find-agent-policy',
    text: 'select agent_policy, agent_policy_at, agent_policy_by from account where account_id = $1',
    values: [accountId],
  })
  return rows[0]!
}

export async function saveAgentPolicy(
  tx: Tx,
  { accountId, policy, at, by }: { accountId: number; policy: AgentPolicy; at: Date; by: string },
): Promise<void> {
  await tx.query({
    name: 'save-agent-policy',
    text: `update account set agent_policy = $2, agent_policy_at = $3, agent_policy_by = $4 where account_id = $1`,
    values: [accountId, JSON.stringify(policy), at, by],
  })
}
