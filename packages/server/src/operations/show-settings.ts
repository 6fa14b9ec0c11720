import { actionTypes } from '@muster/core/action/types/index.ts'
import type { Settings } from '@muster/core/api/settings.ts'
import { toHex } from '@muster/core/audit/hash-chain.ts'
import { Value } from 'typebox/value'
import type { Caller } from '../caller.ts'
import { describeAccount } from '../db/accounts/describe-account.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { sha256Of } from '../sha256.ts'
import { showAgentPolicy } from './agent-policy.ts'
import { showLicence } from './compliance/change-licence.ts'
import { showIdentityFields } from './identity-fields.ts'
import { showRetention } from './retention/retention-settings.ts'
import { retentionSeconds } from './retention-seconds.ts'

/** What is in force. @throws Refusal not_found */
export async function showSettings(services: Services, caller: Caller): Promise<Settings> {
  const { pool, publicUrl, targetsMax, sessions } = services
  const [account, identity_fields, agent_policy, data_retention, licence] = await Promise.all([
    describeAccount(pool, caller.accountId),
    showIdentityFields(services, caller),
    showAgentPolicy(services, caller),
    showRetention(pool, caller),
    showLicence(pool, caller),
  ])
  if (account === undefined) throw new Refusal('not_found', 'There is no such account.')
  return {
    account: { name: account.name, created_at: account.created_at.toISOString() },
    public_url: publicUrl(),
    identity_fields,
    agent_policy,
    data_retention,
    licence,
    deadlines,
    command_signing_keys: [
      {
        algorithm: 'Ed25519',
        public_key: account.command_public_key.toString('base64url'),
        sha256: toHex(sha256Of(account.command_public_key)),
      },
    ],
    limits: { targets_max: targetsMax },
    sessions: { idle_seconds: sessions.idleSeconds, lifetime_seconds: sessions.lifetimeSeconds },
    retention: {
      idempotency_keys_seconds: retentionSeconds,
      expired_tokens_seconds: retentionSeconds,
      audit_entries_seconds: null,
      reports_seconds: null,
    },
  }
}

const deadlines = actionTypes.flatMap(({ name, params, effect }) => {
  const done = effect(Value.Default(params, {}) as never)
  if (done.kind !== 'send-command') return []
  const { deliverWithinSeconds, finishWithinSeconds } = done.command
  return [{ type: name, deliver_within: deliverWithinSeconds, finish_within: finishWithinSeconds }]
})
