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
import { NotFound } from './layout/not-found.tsx'
import { readActionSearch } from './pages/actions/action-search.ts'
import { readDeviceSearch } from './pages/devices/device-search.ts'
import { parseSearch, stringifySearch } from './search.ts'

interface RouterContext {
  readonly queries: QueryClient
}

const root = createRootRouteWithContext<RouterContext>()({ component: Outlet, notFoundComponent: NotFound })

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (
    search: Record<string, unknown>,
  ): { return_to?: string | undefined; error?: string | undefined } => ({
    return_to: text(search.return_to),
    error: text(search.error),
  }),
  component: lazyRouteComponent(() => import('./pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
})

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./pages/sign-in/set-up-page.tsx'), 'SetUpPage'),
})

/** Everything that needs a session, inside the frame with the navigation. */
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: AppLayout,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queries.ensureQueryData(lookAt(showSession, {}))
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { return_to: location.href } })
    }
  },
})

const devices = createRoute({
  getParentRoute: () => app,
  path: '/devices',
  validateSearch: readDeviceSearch,
  component: lazyRouteComponent(() => import('./pages/devices/devices-page.tsx'), 'DevicesPage'),
})

const act = createRoute({
  getParentRoute: () => app,
  path: '/act',
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

const device = createRoute({
  getParentRoute: () => app,
  path: '/devices/$device_id',
  component: lazyRouteComponent(() => import('./pages/device/device-page.tsx'), 'DevicePage'),
})

const tree = root.addChildren([signIn, setUp, app.addChildren([devices, device, act, actions, action])])

export function createConsoleRouter() {
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // What the server refuses it refuses again; only what did not reach it is worth another try.
        retry: (failures, error) => failures < 2 && error instanceof ApiError && [0, 503].includes(error.status),
      },
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
}
