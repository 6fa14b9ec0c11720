import type { ReactNode } from 'react'
import { Empty } from './empty.tsx'
import { PageHead } from './page-head.tsx'

/** In the place of a page whose thing is not there: trying again would not help. */
export function Gone({ title, what, children }: { title: string; what: string; children: ReactNode }) {
  return (
    <>
      <PageHead title={title} />
      <Empty title={`There is no such ${what}`}>{children}</Empty>
    </>
  )
}
