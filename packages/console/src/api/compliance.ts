import type { CompliancePolicy, CurrentCompliancePolicy } from '@muster/core/api/compliance.ts'
import type { Endpoint } from './endpoint.ts'

type OfGroup = { params: { group_id: string } }

export const showAccountPolicy: Endpoint<Record<never, never>, CurrentCompliancePolicy> = {
  method: 'GET',
  path: '/compliance-policy',
}
export const changeAccountPolicy: Endpoint<{ body: CompliancePolicy }, CurrentCompliancePolicy> = {
  method: 'PUT',
  path: '/compliance-policy',
}
export const showGroupPolicy: Endpoint<OfGroup, CurrentCompliancePolicy> = {
  method: 'GET',
  path: '/groups/:group_id/compliance-policy',
}
export const changeGroupPolicy: Endpoint<OfGroup & { body: CompliancePolicy }, CurrentCompliancePolicy> = {
  method: 'PUT',
  path: '/groups/:group_id/compliance-policy',
}
export const dropGroupPolicy: Endpoint<OfGroup, CurrentCompliancePolicy> = {
  method: 'DELETE',
  path: '/groups/:group_id/compliance-policy',
}
