import type { ExemptionState } from '@muster/core/api/exemptions.ts'
import { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { ApiError } from './api/api-error.ts'
import { lookAt } from './api/queries.ts'
import { showSession } from './api/session.ts'
import { PageProblem } from './components/page-problem.tsx'
import { AppLayout } from './layout/app-layout.tsx'
import { FrameProblem } from './layout/frame-problem.tsx'
import { NotFound } from './layout/not-found.tsx'
import { readActionSearch } from './pages/actions/action-search.ts'
import { readDeviceSearch } from './pages/devices/device-search.ts'
import { readLogSearch } from './pages/logs/log-search.ts'
import { readSettingsSearch } from './pages/settings/settings-search.ts'
import { readDeliverySearch } from './pages/webhook/delivery-search.ts'
import { parseSearch, stringifySearch } from './search.ts'
import type { Needed } from './session/needed.ts'

interface RouterContext {
  readonly queries: QueryClient
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: FrameProblem,
})

/** Reads these keys of an address; what is no text is left out. */
const texts =
  <Key extends string>(...keys: Key[]) =>
  (search: Record<string, unknown>): { [Name in Key]?: string | undefined } =>
    Object.fromEntries(keys.flatMap((key) => (typeof search[key] === 'string' ? [[key, search[key]]] : []))) as never

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: texts('return_to', 'error'),
  component: lazyRouteComponent(() => import('./pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
  errorComponent: FrameProblem,
})

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./pages/sign-in/set-up-page.tsx'), 'SetUpPage'),
  errorComponent: FrameProblem,
})

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./pages/sign-in/invitation-page.tsx'), 'InvitationPage'),
  errorComponent: FrameProblem,
})

/** Everything that needs a session, inside the frame with the navigation. */
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: AppLayout,
  errorComponent: FrameProblem,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queries.ensureQueryData(lookAt(showSession, {}))
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { return_to: location.href } })
    }
  },
})

const overview = createRoute({
  getParentRoute: () => app,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/overview/overview-page.tsx'), 'OverviewPage'),
})

const devices = createRoute({
  getParentRoute: () => app,
  path: '/devices',
  validateSearch: readDeviceSearch,
  component: lazyRouteComponent(() => import('./pages/devices/devices-page.tsx'), 'DevicesPage'),
})

const device = createRoute({
  getParentRoute: () => app,
  path: '/devices/$device_id',
  component: lazyRouteComponent(() => import('./pages/device/device-page.tsx'), 'DevicePage'),
})

const act = createRoute({
  getParentRoute: () => app,
  path: '/act',
  staticData: { needs: 'actions' },
  validateSearch: texts('type'),
  component: lazyRouteComponent(() => import('./pages/act/act-page.tsx'), 'ActPage'),
})

const actions = createRoute({
  getParentRoute: () => app,
  path: '/actions',
  validateSearch: readActionSearch,
  component: lazyRouteComponent(() => import('./pages/actions/actions-page.tsx'), 'ActionsPage'),
})

const action = createRoute({
  getParentRoute: () => app,
  path: '/actions/$action_id',
  component: lazyRouteComponent(() => import('./pages/action/action-page.tsx'), 'ActionPage'),
})

const exemptions = createRoute({
  getParentRoute: () => app,
  path: '/exemptions',
  validateSearch: texts('state') as (search: Record<string, unknown>) => { state?: ExemptionState | undefined },
  component: lazyRouteComponent(() => import('./pages/exemptions/exemptions-page.tsx'), 'ExemptionsPage'),
})

const findings = createRoute({
  getParentRoute: () => app,
  path: '/findings',
  validateSearch: texts('signature', 'path', 'hash'),
  component: lazyRouteComponent(() => import('./pages/findings/findings-page.tsx'), 'FindingsPage'),
})

const groups = createRoute({
  getParentRoute: () => app,
  path: '/groups',
  component: lazyRouteComponent(() => import('./pages/groups/groups-page.tsx'), 'GroupsPage'),
})

const compliance = createRoute({
  getParentRoute: () => app,
  path: '/compliance',
  validateSearch: texts('group_id'),
  component: lazyRouteComponent(() => import('./pages/compliance/compliance-page.tsx'), 'CompliancePage'),
})

const enrolment = createRoute({
  getParentRoute: () => app,
  path: '/enrolment',
  staticData: { needs: 'operate' },
  component: lazyRouteComponent(() => import('./pages/enrolment/enrolment-page.tsx'), 'EnrolmentPage'),
})

const applications = createRoute({
  getParentRoute: () => app,
  path: '/applications',
  staticData: { needs: 'admin' },
  component: lazyRouteComponent(() => import('./pages/applications/applications-page.tsx'), 'ApplicationsPage'),
})

const webhooks = createRoute({
  getParentRoute: () => app,
  path: '/webhooks',
  staticData: { needs: 'admin' },
  component: lazyRouteComponent(() => import('./pages/webhooks/webhooks-page.tsx'), 'WebhooksPage'),
})

const webhook = createRoute({
  getParentRoute: () => app,
  path: '/webhooks/$webhook_id',
  staticData: { needs: 'admin' },
  validateSearch: readDeliverySearch,
  component: lazyRouteComponent(() => import('./pages/webhook/webhook-page.tsx'), 'WebhookPage'),
})

const logs = createRoute({
  getParentRoute: () => app,
  path: '/logs',
  validateSearch: readLogSearch,
  component: lazyRouteComponent(() => import('./pages/logs/logs-page.tsx'), 'LogsPage'),
})

const users = createRoute({
  getParentRoute: () => app,
  path: '/users',
  staticData: { needs: 'admin' },
  component: lazyRouteComponent(() => import('./pages/users/users-page.tsx'), 'UsersPage'),
})

const profile = createRoute({
  getParentRoute: () => app,
  path: '/profile',
  component: lazyRouteComponent(() => import('./pages/profile/profile-page.tsx'), 'ProfilePage'),
})

const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import('./pages/settings/settings-page.tsx'), 'SettingsPage'),
})

const tree = root.addChildren([
  signIn,
  setUp,
  invitation,
  app.addChildren([
    overview,
    devices,
    device,
    act,
    actions,
    action,
    exemptions,
    findings,
    groups,
    compliance,
    enrolment,
    applications,
    webhooks,
    webhook,
    logs,
    users,
    profile,
    settings,
  ]),
])

export function createConsoleRouter() {
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // Without a network the request fails and says so; waiting for one would look like loading for ever.
        networkMode: 'always',
        // What the server refuses it refuses again; only what did not reach it is worth another try.
        retry: (failures, error) => failures < 2 && error instanceof ApiError && [0, 503].includes(error.status),
      },
      mutations: { networkMode: 'always' },
    },
  })
  const router = createRouter({
    routeTree: tree,
    context: { queries },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultErrorComponent: PageProblem,
  })
  return { router, queries }
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>['router']
  }
  interface StaticDataRouteOption {
    /** Whom the page is for; others are told so in its place. */
    readonly needs?: Needed
  }
}
