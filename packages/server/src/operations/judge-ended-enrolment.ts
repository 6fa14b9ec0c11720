import type { EndedEnrolmentRow } from '../db/agents/ended-enrolments.ts'

/**
 * What becomes of an agent whose enrolment a deletion ended, and which proved to hold its key:
 *
 * uninstall  It is to remove itself. Once it was told so, for ever; else until the order expires.
 * return     The device comes back: it was deleted without uninstalling, or the order expired unheard; and it has had no
 *            enrolment since, whatever became of that one.
 * renewed    It came back already; the agent has not heard it.
 * retired    Another enrolment took its place.
 */
export type EndedVerdict = 'uninstall' | 'return' | 'renewed' | 'retired'

export function judgeEndedEnrolment(
  {
    generation,
    uninstall,
    expires_at,
    told_at,
    returned_as,
  }: Pick<EndedEnrolmentRow, 'generation' | 'uninstall' | 'expires_at' | 'told_at' | 'returned_as'>,
  { hasAgent, generation: present, now }: { hasAgent: boolean; generation: number; now: Date },
): EndedVerdict {
  if (returned_as !== null) return 'renewed'
  if (hasAgent) return 'retired'
  if (uninstall && (told_at !== null || expires_at > now)) return 'uninstall'
  // A deletion is one generation on. The key of an enrolment before the last is not the device's any more.
  return present === generation + 1 ? 'return' : 'retired'
}
