import type { Outcome, Plan } from '@muster/core/api/actions.ts'

export interface OutcomeGroup {
  readonly key: string
  readonly verdict: 'applies' | 'no_op' | 'not_supported' | 'refused' | 'unnamed'
  readonly title: string
  readonly color: string
  /** Why, where there is a reason. */
  readonly sentence: string | undefined
  readonly outcomes: readonly Outcome[]
}

const looks = {
  applies: ['Will be done', 'green'],
  no_op: ['Nothing to do', 'gray'],
  not_supported: ['Not supported', 'orange'],
  // Of an undoing: what somebody changed since stays as it is.
  refused: ['Left as they are', 'yellow'],
  unnamed: ['No such device', 'red'],
} as const

/** By verdict and reason; what will be done first, then the largest groups. */
export function groupOutcomes({ targets, reasons }: Plan): OutcomeGroup[] {
  const groups = new Map<string, Outcome[]>()
  for (const outcome of targets) {
    const key = `${verdictOf(outcome)}-${outcome.reason ?? ''}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [outcome])
    else group.push(outcome)
  }
  const order = Object.keys(looks)
  return [...groups]
    .map(([key, outcomes]) => {
      const [first] = outcomes
      const verdict = verdictOf(first!)
      const [title, color] = looks[verdict]
      return {
        key,
        verdict,
        title,
        color,
        sentence: first!.reason === null ? undefined : reasons[first!.reason],
        outcomes,
      }
    })
    .sort(
      (one, other) =>
        order.indexOf(one.verdict) - order.indexOf(other.verdict) || other.outcomes.length - one.outcomes.length,
    )
}

function verdictOf({ state }: Outcome): OutcomeGroup['verdict'] {
  switch (state) {
    case 'no_op':
    case 'not_supported':
      return state
    case 'not_found':
    case 'ambiguous':
      return 'unnamed'
    case 'failed':
      return 'refused'
    default:
      return 'applies'
  }
}
