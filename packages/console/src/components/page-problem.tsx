import { useRouter } from '@tanstack/react-router'
import { PageHead } from './page-head.tsx'
import { Problem } from './problem.tsx'

interface PageProblemProps {
  readonly error: unknown
}

/** In the place of a page that failed. */
export function PageProblem({ error }: PageProblemProps) {
  return (
    <>
      <PageHead title="This page could not be shown" />
      <RouteProblem error={error} />
    </>
  )
}

export function RouteProblem({ error }: PageProblemProps) {
  const router = useRouter()
  // The files of this page are of an older version of the console than the server has by now.
  const isStale = error instanceof TypeError && /dynamically imported module|module script/i.test(error.message)
  const retry = () => (isStale ? globalThis.location.reload() : void router.invalidate())
  return <Problem error={error} title="That did not work" onRetry={retry} />
}
