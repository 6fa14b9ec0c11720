import type { EndedEnrolmentRow } from '../db/agents/ended-enrolments.ts'

/**
 * What becomes of an agent whose enrolment a deletion ended, and which proved to hold its key:
 *
 * uninstall  It is to remove itself. Once it was told so, for ever; else until the order expires.
 * return     The device comes back: it was deleted without uninstalling, or the order expired unheard.
 * renewed    It came back already; the agent has not heard it.
 * retired    Another enrolment took its place.
 */
export type EndedVerdict = 'uninstall' | 'return' | 'renewed' | 'retired'

export function judgeEndedEnrolment(
  {
    uninstall,
    expires_at,
    told_at,
    returned_as,
  }: Pick<EndedEnrolmentRow, 'uninstall' | 'expires_at' | 'told_at' | 'returned_as'>,
  { hasAgent, now }: { hasAgent: boolean; now: Date },
): EndedVerdict {
  if (returned_as !== null) return 'renewed'
  if (hasAgent) return 'retired'
  return uninstall && (told_at !== null || expires_at > now) ? 'uninstall' : 'return'
}
