import type { Route } from '../route.ts'
import type { Services } from '../services.ts'
import { deviceActionRoutes } from './device-action/routes.ts'

/** What existing clients of the vendor's API speak. */
export function wireRoutes(services: Services): Route[] {
  return [...deviceActionRoutes(services)]
}
