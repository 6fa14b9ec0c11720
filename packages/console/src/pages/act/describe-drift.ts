import type { Plan } from '@muster/core/api/actions.ts'
import { countOf } from '../../components/count.ts'

/** What a plan holds that the one before did not, and the other way round. */
export function describeDrift(before: Plan, now: Plan): string {
  const idsOf = (plan: Plan) =>
    new Set(
      plan.targets.filter(({ state }) => state === 'queued' || state === 'succeeded').map(({ device_id }) => device_id),
    )
  const [old, fresh] = [idsOf(before), idsOf(now)]
  const added = [...fresh].filter((id) => !old.has(id)).length
  const gone = [...old].filter((id) => !fresh.has(id)).length
  const parts = [
    ...(added > 0 ? [`it would now be done on ${countOf(added, 'device')} more`] : []),
    ...(gone > 0 ? [`no longer on ${countOf(gone, 'device')}`] : []),
  ]
  if (parts.length === 0) return 'The same devices are concerned, in another state than before.'
  const sentence = parts.join(', and ')
  return `${sentence[0]!.toUpperCase()}${sentence.slice(1)}.`
}
