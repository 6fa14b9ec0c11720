import type { Session } from '@muster/core/api/session.ts'
import { type QueryClient, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { call } from '../api/call.ts'
import { lookAt } from '../api/queries.ts'
import { showSession, signOut } from '../api/session.ts'
import { nothing } from '../selection/selection.ts'
import { select } from '../selection/use-selection.ts'
import type { Needed } from './needed.ts'

/** Inside the frame there is one: its route waits for it. */
export function useSession(): Session {
  return useSuspenseQuery(lookAt(showSession, {})).data
}

/** Whether the role allows what needs this scope; what it does not is not shown, and the server refuses it anyway. */
export function useMay(scope: Needed): boolean {
  return useAllowed()(scope)
}

/** The same, for a list of things; who is signed in may do what needs nothing. */
export function useAllowed(): (needs: Needed | undefined) => boolean {
  const { scopes } = useSession()
  return (needs) => needs === undefined || scopes.includes(needs) || (needs === 'operate' && scopes.includes('admin'))
}

export function keepSession(queries: QueryClient, session: Session): void {
  queries.setQueryData(lookAt(showSession, {}).queryKey, session)
}

export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    await call(signOut, {}).catch(() => undefined)
    queries.clear()
    // Whoever signs in next in this tab has selected nothing.
    select(nothing)
    await navigate({ to: '/sign-in' })
  }
}
