import type { Session } from '@muster/core/api/session.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { keepSession } from '../../session/use-session.ts'

/** Once signed in: to where one wanted to go. */
export function useArrive(returnTo: string | undefined): (session: Session) => Promise<void> {
  const queries = useQueryClient()
  const router = useRouter()
  return async (session) => {
    keepSession(queries, session)
    // Only an address of this console: what came with a link may name any.
    const isOwn = returnTo?.startsWith('/') === true && !/^\/[/\\]/.test(returnTo)
    // A page of the server's own, not of the console's: the question whether to let an application in.
    if (isOwn && returnTo.startsWith('/o/oauth/authorize?')) return globalThis.location.replace(returnTo)
    router.history.replace(isOwn ? returnTo : '/')
    await router.invalidate()
  }
}
