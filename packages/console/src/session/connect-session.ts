import type { Session } from '@muster/core/api/session.ts'
import type { QueryClient } from '@tanstack/react-query'
import { setCallHooks } from '../api/call.ts'
import { lookAt } from '../api/queries.ts'
import { showSession } from '../api/session.ts'
import type { createConsoleRouter } from '../router.tsx'

type Router = ReturnType<typeof createConsoleRouter>['router']

/** Requests get the session's CSRF token; a session that is over sends its user to the sign-in, and back here after it. */
export function connectSession(router: Router, queries: QueryClient): void {
  setCallHooks({
    csrfToken: () => queries.getQueryData<Session>(sessionKey)?.csrf_token,
    signedOut: () => {
      // Who never was signed in is where he should be: the router sees to him.
      if (queries.getQueryData(sessionKey) === undefined) return
      queries.clear()
      void router.navigate({ to: '/sign-in', search: { return_to: router.state.location.href } })
    },
  })
}

const sessionKey = lookAt(showSession, {}).queryKey
