import type { Route } from '../route.ts'
import type { Services } from '../services.ts'
import { deviceActionRoutes } from './device-action/routes.ts'
import { deviceDetailsRoutes } from './device-details/routes.ts'
import { getDevicesRoutes } from './get-devices/routes.ts'
import { getLogsRoutes } from './get-logs/routes.ts'
import { getReportsRoutes } from './get-reports/routes.ts'
import { getThreatsRoutes } from './get-threats/routes.ts'
import { linkUserRoutes } from './link-user/routes.ts'

/** What existing clients of the vendor's API speak. */
export function wireRoutes(services: Services): Route[] {
  return [
    ...deviceActionRoutes(services),
    ...getDevicesRoutes(services),
    ...deviceDetailsRoutes(services),
    ...linkUserRoutes(services),
    ...getReportsRoutes(services),
    ...getLogsRoutes(services),
    ...getThreatsRoutes(services),
  ]
}
