import type { AgentPolicy, CurrentAgentPolicy } from '@muster/core/api/agent-policy.ts'
import type { IdentityFields, IdentityFieldsChange } from '@muster/core/api/identity-fields.ts'
import type { CurrentLicence, Licence } from '@muster/core/api/licence.ts'
import type { CurrentRetention, Retention } from '@muster/core/api/retention.ts'
import type { Settings } from '@muster/core/api/settings.ts'
import type { Endpoint } from './endpoint.ts'

type Nothing = Record<never, never>

export const showSettings: Endpoint<Nothing, Settings> = { method: 'GET', path: '/settings' }
export const showIdentityFields: Endpoint<Nothing, IdentityFields> = { method: 'GET', path: '/identity-fields' }
export const changeIdentityFields: Endpoint<{ body: IdentityFieldsChange }, IdentityFields> = {
  method: 'PUT',
  path: '/identity-fields',
}
export const showAgentPolicy: Endpoint<Nothing, CurrentAgentPolicy> = { method: 'GET', path: '/agent-policy' }
export const changeAgentPolicy: Endpoint<{ body: AgentPolicy }, CurrentAgentPolicy> = {
  method: 'PUT',
  path: '/agent-policy',
}
export const changeLicence: Endpoint<{ body: Licence }, CurrentLicence> = { method: 'PUT', path: '/licence' }
export const showRetention: Endpoint<Nothing, CurrentRetention> = { method: 'GET', path: '/retention' }
export const changeRetention: Endpoint<{ body: Retention }, CurrentRetention> = { method: 'PUT', path: '/retention' }
