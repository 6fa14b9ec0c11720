import type { TargetState } from '@muster/core/action/life-cycle.ts'
import type { Action } from '@muster/core/api/actions.ts'
import type { Channel } from '@muster/core/audit/audit-event.ts'
import { countOf } from './count.ts'

/** What an action type does, for somebody who is about to choose one. */
export const typeDescriptions: Readonly<Record<string, string>> = {
  exempt: 'They count as exempt until the exemption ends.',
  unexempt: 'They count as what they are again.',
  ignore: 'Unknown devices are hidden from counts and lists of what needs somebody.',
  unignore: 'Ignored devices count again.',
  delete: 'Their records go, and their agents are uninstalled. This cannot be undone.',
  dhcprenew: 'Each asks its DHCP server for its address again.',
  're-identify': 'Each asks its user who uses it.',
  assign_to_group: 'They leave the group that they are in.',
  fetch_agent_log: 'Each packs the logs of its agent and sends them here.',
  scan_threats: 'Each looks for malware, and tells what it found.',
}

export const stateWords: Record<TargetState, string> = {
  not_supported: 'Not supported',
  not_found: 'Not found',
  ambiguous: 'Ambiguous',
  no_op: 'Nothing to do',
  succeeded: 'Done',
  failed: 'Failed',
  timed_out: 'Timed out',
  expired: 'Expired',
  rejected: 'Refused by the device',
  cancelled: 'Cancelled',
  superseded: 'Superseded',
  device_removed: 'Device removed',
  terminated: 'Stopped',
  held: 'Held back',
  queued: 'Waits for the device',
  offered: 'Handed out',
  accepted: 'Accepted',
  deferred: 'Put off',
  running: 'Running',
  unresponsive: 'Silent',
  cancelling: 'Stopping',
}

export const stateColors: Record<TargetState, string> = {
  not_supported: 'gray',
  not_found: 'gray',
  ambiguous: 'orange',
  no_op: 'gray',
  succeeded: 'green',
  failed: 'red',
  timed_out: 'red',
  expired: 'orange',
  rejected: 'red',
  cancelled: 'gray',
  superseded: 'gray',
  device_removed: 'gray',
  terminated: 'gray',
  held: 'yellow',
  queued: 'cyan',
  offered: 'blue',
  accepted: 'blue',
  deferred: 'yellow',
  running: 'indigo',
  unresponsive: 'orange',
  cancelling: 'yellow',
}

/** As a person wants to read them: what goes well, what goes on, what went wrong, what was not for them. */
export const stateOrder: readonly TargetState[] = [
  'succeeded',
  'running',
  'accepted',
  'offered',
  'queued',
  'deferred',
  'held',
  'cancelling',
  'unresponsive',
  'failed',
  'timed_out',
  'rejected',
  'expired',
  'ambiguous',
  'no_op',
  'not_supported',
  'not_found',
  'cancelled',
  'superseded',
  'device_removed',
  'terminated',
]

export const openStates: readonly TargetState[] = [
  'held',
  'queued',
  'offered',
  'accepted',
  'deferred',
  'running',
  'unresponsive',
  'cancelling',
]

export const failedStates: readonly TargetState[] = ['failed', 'timed_out', 'expired', 'rejected']

export function countIn(counts: Readonly<Record<string, number>>, states: readonly TargetState[]): number {
  return states.reduce((sum, state) => sum + (counts[state] ?? 0), 0)
}

export function describeBrake({
  failed_percent,
  sample_min,
}: Pick<NonNullable<Action['brake']>, 'failed_percent' | 'sample_min'>): string {
  const tried = countOf(sample_min, 'device that tried', 'devices that tried')
  return `Stops once ${failed_percent} % of at least ${tried} have failed`
}

export const channelWords: Record<Channel, string> = {
  console: 'Console',
  oauth_api: 'OAuth API',
  cli: 'Command line',
  native_api: 'Native API',
  scheduler: 'Scheduler',
  agent: 'Agent',
  system: 'Server',
}
