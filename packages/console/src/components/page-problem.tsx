import { Container } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { Problem } from './problem.tsx'

/** In the place of a page that failed. */
export function PageProblem({ error }: { error: unknown }) {
  const router = useRouter()
  // The files of this page are of an older version of the console than the server has by now.
  const isStale = error instanceof TypeError && /dynamically imported module|module script/i.test(error.message)
  const retry = () => (isStale ? globalThis.location.reload() : void router.invalidate())
  return (
    <Container size="sm" pt="xl">
      <Problem error={error} title="This page could not be shown" onRetry={retry} />
    </Container>
  )
}
