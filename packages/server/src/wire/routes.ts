import type { Route } from '../route.ts'
import type { Services } from '../services.ts'
import { accountDetailsRoutes } from './account-details/routes.ts'
import { deviceActionRoutes } from './device-action/routes.ts'
import { deviceDetailsRoutes } from './device-details/routes.ts'
import { getDevicesRoutes } from './get-devices/routes.ts'
import { getGroupsRoutes } from './get-groups/routes.ts'
import { getLogsRoutes } from './get-logs/routes.ts'
import { getReportsRoutes } from './get-reports/routes.ts'
import { getThreatsRoutes } from './get-threats/routes.ts'
import { linkUserRoutes } from './link-user/routes.ts'
import { policyCheckRoutes } from './policy-check/routes.ts'
import { remediationLinkRoutes } from './remediation-link/routes.ts'
import { statusChangeRoutes } from './status-change/routes.ts'

/** What existing clients of the vendor's API speak. */
export function wireRoutes(services: Services): Route[] {
  return [
    ...deviceActionRoutes(services),
    ...getDevicesRoutes(services),
    ...deviceDetailsRoutes(services),
    ...policyCheckRoutes(services),
    ...statusChangeRoutes(services),
    ...linkUserRoutes(services),
    ...remediationLinkRoutes(services),
    ...getGroupsRoutes(services),
    ...accountDetailsRoutes(services),
    ...getReportsRoutes(services),
    ...getLogsRoutes(services),
    ...getThreatsRoutes(services),
  ]
}
