import { Group, MultiSelect, Select, TextInput } from '@mantine/core'
import { actionTypes } from '@muster/core/action/types/index.ts'
import { auditEvents, type Channel, channels } from '@muster/core/audit/audit-event.ts'
import { channelWords } from '../../components/action-words.ts'
import { eventWords } from '../../components/event-words.ts'
import type { LogSearch } from './log-search.ts'

const spans = [
  { value: '1', label: 'the last hour' },
  { value: '24', label: 'the last day' },
  { value: '168', label: 'the last 7 days' },
  { value: '720', label: 'the last 30 days' },
  { value: 'between', label: 'between …' },
]

interface LogFilterProps {
  readonly log: 'devices' | 'admin'
  readonly search: LogSearch
  readonly onChange: (search: LogSearch) => void
}

export function LogFilter({ log, search, onChange }: LogFilterProps) {
  const isBetween = search.hours === undefined && (search.since !== undefined || search.until !== undefined)
  const events =
    log === 'admin'
      ? auditEvents.map((event) => ({ value: event, label: eventWords[event] ?? event }))
      : actionTypes.map(({ name, label }) => ({ value: name, label }))
  return (
    <Group gap="xs" role="search" aria-label="Filter of the log" align="flex-end">
      <MultiSelect
        size="xs"
        w={260}
        aria-label="Event"
        placeholder={search.event === undefined ? 'Event' : ''}
        data={events}
        value={[...(search.event ?? [])]}
        onChange={(event) => onChange({ ...search, event: event.length === 0 ? undefined : event })}
        searchable
        clearable
      />
      <MultiSelect
        size="xs"
        w={220}
        aria-label="Through what"
        placeholder={search.channel === undefined ? 'Through what' : ''}
        data={channels.map((channel) => ({ value: channel, label: channelWords[channel] }))}
        value={[...(search.channel ?? [])]}
        onChange={(channel) =>
          onChange({ ...search, channel: channel.length === 0 ? undefined : (channel as Channel[]) })
        }
        clearable
      />
      <Select
        size="xs"
        w={150}
        aria-label="When"
        placeholder="When"
        data={spans}
        clearable
        value={isBetween ? 'between' : search.hours === undefined ? null : String(search.hours)}
        onChange={(value) =>
          onChange({
            ...search,
            hours: value === null || value === 'between' ? undefined : Number(value),
            since: value === 'between' ? new Date(Date.now() - 86_400_000).toISOString() : undefined,
            until: undefined,
          })
        }
      />
      {isBetween && (
        <>
          <LocalMoment label="From" value={search.since} onChange={(since) => onChange({ ...search, since })} />
          <LocalMoment label="To" value={search.until} onChange={(until) => onChange({ ...search, until })} />
        </>
      )}
    </Group>
  )
}

interface LocalMomentProps {
  readonly label: string
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
}

/** Typed in the reader's zone, kept in UTC. */
function LocalMoment({ label, value, onChange }: LocalMomentProps) {
  return (
    <TextInput
      size="xs"
      type="datetime-local"
      aria-label={`${label}, in your time zone`}
      defaultValue={value === undefined ? '' : toLocal(new Date(value))}
      onChange={({ currentTarget: { value: typed } }) => {
        const date = new Date(typed)
        onChange(Number.isNaN(date.getTime()) ? undefined : date.toISOString())
      }}
    />
  )
}

function toLocal(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
