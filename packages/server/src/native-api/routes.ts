import type { Services } from '../services.ts'
import { actionAgainRoutes } from './action-again-routes.ts'
import { actionEventRoutes } from './action-event-routes.ts'
import { actionListRoutes } from './action-list-routes.ts'
import { actionRoutes } from './action-routes.ts'
import { agentReleaseRoutes } from './agent-release-routes.ts'
import { applicationRoutes } from './application-routes.ts'
import { auditRoutes } from './audit-routes.ts'
import { commandRoutes } from './command-routes.ts'
import { compliancePolicyRoutes } from './compliance-policy-routes.ts'
import { deviceCountRoutes } from './device-count-routes.ts'
import { deviceHistoryRoutes } from './device-history-routes.ts'
import { deviceLogRoutes } from './device-log-routes.ts'
import { deviceRoutes } from './device-routes.ts'
import { downloadRoutes } from './download-routes.ts'
import { duplicateRoutes } from './duplicate-routes.ts'
import { enrolmentTokenRoutes } from './enrolment-token-routes.ts'
import { exemptionRoutes } from './exemption-routes.ts'
import { findingRoutes } from './finding-routes.ts'
import { groupRoutes } from './group-routes.ts'
import { identityRoutes } from './identity-routes.ts'
import { licenceRoutes } from './licence-routes.ts'
import type { NativeRoute } from './native-route.ts'
import { overviewRoutes } from './overview-routes.ts'
import { ownSecondFactorRoutes } from './own-second-factor-routes.ts'
import { patchRoutes } from './patch-routes.ts'
import { policyRoutes } from './policy-routes.ts'
import { profileRoutes } from './profile-routes.ts'
import { retentionRoutes } from './retention-routes.ts'
import { savedViewRoutes } from './saved-view-routes.ts'
import { serverRoutes } from './server-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { userRoutes } from './user-routes.ts'
import { webhookRoutes } from './webhook-routes.ts'

/** Every address of our own API. */
export function nativeRoutes(services: Services): NativeRoute[] {
  const routes = [
    ...actionRoutes(services),
    ...actionListRoutes(services),
    ...actionEventRoutes(services),
    ...actionAgainRoutes(services),
    ...commandRoutes(services),
    ...deviceCountRoutes(services),
    ...deviceRoutes(services),
    ...deviceHistoryRoutes(services),
    ...deviceLogRoutes(services),
    ...downloadRoutes(services),
    ...duplicateRoutes(services),
    ...exemptionRoutes(services),
    ...findingRoutes(services),
    ...groupRoutes(services),
    ...identityRoutes(services),
    ...enrolmentTokenRoutes(services),
    ...agentReleaseRoutes(services),
    ...applicationRoutes(services),
    ...auditRoutes(services),
    ...patchRoutes(services),
    ...policyRoutes(services),
    ...retentionRoutes(services),
    ...webhookRoutes(services),
    ...compliancePolicyRoutes(services),
    ...licenceRoutes(services),
    ...overviewRoutes(services),
    ...savedViewRoutes(services),
    ...signInRoutes(services),
    ...sessionRoutes(services),
    ...profileRoutes(services),
    ...ownSecondFactorRoutes(services),
    ...userRoutes(services),
  ]
  return [...routes, ...serverRoutes(services, routes)]
}
