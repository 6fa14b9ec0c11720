import type { Retention } from '@muster/core/api/retention.ts'
import { countOf } from '../../../components/count.ts'
import { daysOf, retentionKindWords } from './retention-kinds.ts'

/** What is kept for less long than before, or removed instead of archived: a sentence each. */
export function whatGoesSooner(before: Retention, after: Retention): string[] {
  const shortened = retentionKindWords.flatMap(({ kind, label }) => {
    const [former, days] = [daysOf(before, kind), daysOf(after, kind)]
    if (days === undefined || (former !== undefined && days >= former)) return []
    const said = former === undefined ? 'for ever' : countOf(former, 'day')
    return [`${label}: ${countOf(days, 'day')} (before: ${said})`]
  })
  const former = before.unseen_devices?.record
  if (after.unseen_devices?.record !== 'remove' || former === 'remove') return shortened
  return [...shortened, `Devices not heard of: removed (before: ${former === undefined ? 'kept' : 'archived'})`]
}
