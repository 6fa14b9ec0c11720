import { findActionType } from '@muster/core/action/find-action-type.ts'
import type { TargetState } from '@muster/core/action/life-cycle.ts'
import type { Channel } from '@muster/core/audit/audit-event.ts'
import type { AdminLogEntry, DeviceLogEntry, LogActor } from '../../operations/list-logs.ts'

const channelNames: Readonly<Record<Channel, string>> = {
  console: 'the admin console',
  oauth_api: 'the OAuth API',
  native_api: 'the native API',
  cli: 'the command line',
  scheduler: 'the scheduler',
  agent: 'the agent',
  system: 'the server',
}

/** The sentence of a device's log record; with `tellsChannel` it ends with who did it, and through what. */
export function sayDeviceDetails(entry: DeviceLogEntry, tellsChannel: boolean): string {
  // The only way to that event other than by an action.
  if (entry.kind === 'event') return entry.event === 'unexempted' ? 'The exemption ended' : sayPairs(entry.details)
  const type = findActionType(entry.type)
  const label = type?.label ?? entry.type
  const params = sayParams(without(entry.params, type?.accountParams))
  const state = waiting.includes(entry.state) ? 'waits for the device' : entry.state.replaceAll('_', ' ')
  return `${label}${params}: ${state}${sayFindings(entry.findings)}${tellsChannel ? sayActor(entry.actor) : ''}`
}

/** The device has not begun. */
const waiting: readonly TargetState[] = ['held', 'queued', 'offered', 'deferred']

/** With the report, also where the command ended otherwise: what was found is so. */
function sayFindings(findings: number | undefined): string {
  if (findings === undefined) return ''
  return findings === 0 ? ', nothing found' : `, ${findings} ${findings === 1 ? 'threat' : 'threats'} found`
}

export function sayAdminDetails({ details, actor }: AdminLogEntry, tellsChannel: boolean): string {
  return `${sayPairs(details)}${tellsChannel ? sayActor(actor) : ''}`
}

function sayActor({ channel, application, user }: LogActor): string {
  const by = application === undefined ? '' : `, application ${application}`
  const of = user === undefined ? '' : `, user ${user}`
  return `; through ${channelNames[channel]}${by}${of}`
}

/** What the account has set is the same for all, and long. */
function without(params: Readonly<Record<string, unknown>>, names: readonly string[] = []): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !names.includes(name)))
}

function sayParams(params: Readonly<Record<string, unknown>>): string {
  return Object.keys(params).length === 0 ? '' : ` (${sayPairs(params)})`
}

function sayPairs(pairs: Readonly<Record<string, unknown>>): string {
  return Object.entries(pairs)
    .map(([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
}
