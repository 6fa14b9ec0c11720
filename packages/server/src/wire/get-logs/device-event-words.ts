import { type Channel, channels } from '@muster/core/audit/audit-event.ts'
import type { DeviceLogEntry, DeviceLogFilter } from '../../operations/list-logs.ts'
import type { GetLogsVersion } from './get-logs-version.ts'

/** What an action is called in the vendor's device log; `delete` has a word of its own for each way. */
const wordOfType: Readonly<Record<string, string>> = {
  exempt: 'exempted',
  unexempt: 'unexempted',
  ignore: 'ignored',
  unignore: 'unignored',
  delete: 'deleted',
  dhcprenew: 'dhcp renew',
  're-identify': 're-identify',
  assign_to_group: 'assign to group',
  fetch_agent_log: 'fetch log',
  scan_threats: 'scan threats',
}

/** What other events are called. Removing the agent on the device itself is the user's deletion. */
const wordOfEvent: Readonly<Record<string, string>> = { retired: 'deleted_user', non_compliant: 'noncompliant' }

const apiChannels: readonly Channel[] = ['oauth_api', 'native_api']
const deletedByApi = 'deleted_api'

export function wordOf(entry: DeviceLogEntry, { tellsChannel }: GetLogsVersion): string {
  if (entry.kind === 'event') return wordOfEvent[entry.event] ?? entry.event
  const byApi = tellsChannel && entry.type === 'delete' && apiChannels.includes(entry.actor.channel)
  return byApi ? deletedByApi : (wordOfType[entry.type] ?? entry.type)
}

/** The rows that the words of a filter stand for. A word that this version does not use stands for none. */
export function rowsOfWords(
  words: readonly string[] | undefined,
  { tellsChannel }: GetLogsVersion,
): Pick<DeviceLogFilter, 'actions' | 'events'> {
  if (words === undefined) return { actions: undefined, events: undefined }
  const asked = new Set(words)
  const actions: { type: string; channel: Channel | '' }[] = []
  for (const [type, word] of Object.entries(wordOfType)) {
    if (type === 'delete' && tellsChannel) {
      const ways = channels.filter((channel) => asked.has(apiChannels.includes(channel) ? deletedByApi : word))
      actions.push(...ways.map((channel) => ({ type, channel })))
    } else if (asked.has(word)) actions.push({ type, channel: '' })
  }
  const renamed = Object.entries(wordOfEvent)
  const events = [...asked].filter((word) => !renamed.some(([event]) => event === word))
  return { actions, events: [...events, ...renamed.filter(([, word]) => asked.has(word)).map(([event]) => event)] }
}
