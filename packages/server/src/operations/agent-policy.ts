import { actionTypes } from '@muster/core/action/types/index.ts'
import type { AgentPolicy, CurrentAgentPolicy } from '@muster/core/api/agent-policy.ts'
import { Value } from 'typebox/value'
import type { Caller } from '../caller.ts'
import { type AgentPolicyRow, findAgentPolicy, saveAgentPolicy } from '../db/accounts/agent-policy.ts'
import { invalidField } from '../refusal.ts'
import type { Services } from '../services.ts'
import type { UnitOfWork } from './mutate.ts'
import { writeAudit } from './write-audit.ts'

export async function showAgentPolicy({ pool }: Services, { accountId }: Caller): Promise<CurrentAgentPolicy> {
  return toCurrent(await findAgentPolicy(pool, accountId))
}

/**
 * Takes the place of the whole policy, for actions from now on: each is signed with the rule that it was made under.
 * @throws Refusal invalid_request, with the field at fault
 */
export async function changeAgentPolicy(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  policy: AgentPolicy,
): Promise<CurrentAgentPolicy> {
  check(policy)
  const { accountId } = caller
  const at = now()
  const by = caller.userName ?? caller.application?.name ?? caller.channel
  await saveAgentPolicy(tx, { accountId, policy, at, by })
  await writeAudit(tx, caller, { at, event: 'agent_policy.changed', details: { policy } })
  return toCurrent({ agent_policy: policy, agent_policy_at: at, agent_policy_by: by })
}

function check({ defer }: AgentPolicy): void {
  for (const [type, rule] of Object.entries(defer)) {
    if (!commandTypes.includes(type)) {
      throw invalidField(`defer.${type}`, `is no action that agents carry out; those are ${commandTypes.join(', ')}`)
    }
    const { battery_percent, metered, quiet } = rule
    if (battery_percent === undefined && metered !== true && quiet === undefined) {
      throw invalidField(`defer.${type}`, 'says no reason to wait: give battery_percent, metered or quiet')
    }
    if (quiet !== undefined && quiet.from === quiet.to) {
      throw invalidField(`defer.${type}.quiet`, 'never ends: from and to are the same')
    }
  }
}

const commandTypes = actionTypes
  .filter(({ params, effect }) => effect(Value.Default(params, {}) as never).kind === 'send-command')
  .map(({ name }) => name)

function toCurrent({ agent_policy, agent_policy_at, agent_policy_by }: AgentPolicyRow): CurrentAgentPolicy {
  return { ...agent_policy, changed_at: agent_policy_at?.toISOString() ?? null, changed_by: agent_policy_by }
}
