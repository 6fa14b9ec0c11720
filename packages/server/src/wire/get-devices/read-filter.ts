import { severities } from '@muster/core/compliance/severity.ts'
import { agentTypes, deviceStatuses, deviceTypes, operatingSystems } from '@muster/core/device/facts.ts'
import type { FieldError } from '@muster/core/error-code.ts'
import type { DescribedFilter, Presence } from '../../operations/page-devices.ts'

/** The vendor's words for whether a device's agent is there; more than these nobody can tell. */
const presences: Readonly<Record<string, Presence>> = {
  connected: 'connected',
  disconnected: 'disconnected',
  unseen: 'never_seen',
}

const valuesMax = 1000
const groupIdLengthMax = 128

/**
 * Within one parameter OR, between parameters AND; an empty list says nothing. A parameter that is not known is
 * refused: without it the filter would match too much. What is wrong is added to `errors`.
 */
export function readFilter(sent: Readonly<Record<string, unknown>>, errors: FieldError[]): DescribedFilter {
  for (const field of Object.keys(sent)) {
    if (!known.includes(field)) errors.push({ field: `filter.${field}`, message: 'is not known here' })
  }
  const read = <Word extends string>(field: string, words: readonly Word[]) => readWords(sent, field, words, errors)
  const os = read('os', operatingSystems)
  const severity = read('severity', severities)
  const status = read('device_status', deviceStatuses)
  const agentType = read('agent_type', agentTypes)
  const deviceType = read('device_type', deviceTypes)
  const groups = readWords(sent, 'group_id', undefined, errors)
  const presence = read('agent_status', Object.keys(presences))
  return {
    filter: {
      ...(deviceType && { device_type: deviceType }),
      ...(severity && { severity }),
      ...(os && { os }),
      ...(status && { status }),
      ...(agentType && { agent_type: agentType }),
      ...(groups && { group_id: groups }),
    },
    presence: presence?.map((word) => presences[word]!),
  }
}

const known = ['device_type', 'severity', 'os', 'device_status', 'agent_status', 'group_id', 'agent_type']

/** One word stands for a list of it. */
function readWords<Word extends string>(
  sent: Readonly<Record<string, unknown>>,
  field: string,
  words: readonly Word[] | undefined,
  errors: FieldError[],
): Word[] | undefined {
  if (!Object.hasOwn(sent, field)) return undefined
  const list: unknown[] = [sent[field]].flat()
  const isWord = (item: unknown): item is Word =>
    words === undefined
      ? typeof item === 'string' && item !== '' && item.length <= groupIdLengthMax
      : (words as readonly unknown[]).includes(item)
  if (list.length > valuesMax || !list.every(isWord)) {
    const values = words === undefined ? `ids of groups of 1 to ${groupIdLengthMax} characters` : words.join(', ')
    errors.push({ field: `filter.${field}`, message: `must be a list of: ${values}` })
    return undefined
  }
  return list.length === 0 ? undefined : [...new Set(list)]
}
