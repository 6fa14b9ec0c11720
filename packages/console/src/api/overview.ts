import type { Exemption, ExemptionQuery } from '@muster/core/api/exemptions.ts'
import type { Overview } from '@muster/core/api/overview.ts'
import type { Page } from '@muster/core/api/page.ts'
import type { Endpoint } from './endpoint.ts'

export const showOverview: Endpoint<Record<never, never>, Overview> = { method: 'GET', path: '/overview' }
export const listExemptions: Endpoint<{ query: ExemptionQuery }, Page<Exemption>> = {
  method: 'GET',
  path: '/exemptions',
}
