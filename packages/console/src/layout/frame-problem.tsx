import { RouteProblem } from '../components/page-problem.tsx'
import { useTitle } from '../components/use-title.ts'
import { SignInFrame } from '../pages/sign-in/sign-in-frame.tsx'

/** In the place of everything: nobody can say who is signed in, or a page without the navigation failed. */
export function FrameProblem({ error }: { error: unknown }) {
  useTitle('Muster could not be shown')
  return (
    <SignInFrame title="Muster could not be shown">
      <RouteProblem error={error} />
    </SignInFrame>
  )
}
