import { Button, CloseButton, Group, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import { useEffect, useState } from 'react'
import { showFacets } from '../../api/devices.ts'
import { listGroups } from '../../api/groups.ts'
import { useLook } from '../../api/queries.ts'
import { agentTypeWords, osWords, severityWords, statusWords } from '../../components/device-words.ts'
import { icons } from '../../components/icons.tsx'
import { type DeviceSearch, filterOf, isFiltered } from './device-search.ts'
import { FacetFilter } from './facet-filter.tsx'
import { MoreFilters } from './more-filters.tsx'

interface FilterBarProps {
  readonly search: DeviceSearch
  readonly onChange: (search: DeviceSearch) => void
}

const typingMillis = 250

const seenWithin = [
  { value: 'within:3600', label: 'in the last hour' },
  { value: 'within:86400', label: 'in the last day' },
  { value: 'within:604800', label: 'in the last week' },
  { value: 'never', label: 'never' },
]

/** All that can be said of devices; it stands in the address, so that a link shows the same list. */
export function FilterBar({ search, onChange }: FilterBarProps) {
  const filter = filterOf(search)
  const counted = useLook(showFacets, { query: filter }, { keepOld: true })
  const facets = counted.data?.facets
  const groups = useLook(listGroups, { query: { limit: 1000 } }).data?.items
  const groupNames = Object.fromEntries((groups ?? []).map(({ group_id, name }) => [group_id, name]))
  const set = (change: { [Key in keyof DeviceFilter]?: DeviceFilter[Key] | undefined }) =>
    onChange(dropUnset({ ...search, ...change }))
  const known = { isKnown: facets !== undefined, hasFailed: counted.error !== null }
  return (
    <Group gap="xs" role="search" aria-label="Filter of the devices">
      <SearchField
        key={search.q === undefined ? 'empty' : 'full'}
        text={search.q ?? ''}
        onChange={(q) => set({ q: q || undefined })}
      />
      <FacetFilter
        {...known}
        label="Status"
        words={statusWords}
        facet={facets?.status}
        chosen={filter.status}
        onChoose={(status) => set({ status } as never)}
      />
      <FacetFilter
        {...known}
        label="Severity"
        words={severityWords}
        facet={facets?.severity}
        chosen={filter.severity}
        onChoose={(severity) => set({ severity } as never)}
      />
      <FacetFilter
        {...known}
        label="Group"
        words={groupNames}
        facet={facets?.group_id}
        chosen={filter.group_id}
        onChoose={(group_id) => set({ group_id })}
      />
      <FacetFilter
        {...known}
        label="System"
        words={osWords}
        facet={facets?.os}
        chosen={filter.os}
        onChoose={(os) => set({ os } as never)}
      />
      <FacetFilter
        {...known}
        label="Agent"
        words={agentTypeWords}
        facet={facets?.agent_type}
        chosen={filter.agent_type}
        onChoose={(agent_type) => set({ agent_type } as never)}
      />
      <FacetFilter
        {...known}
        label="Version"
        words={{}}
        facet={facets?.agent_version}
        chosen={filter.agent_version}
        onChoose={(agent_version) => set({ agent_version })}
      />
      <YesNo
        label="Connection"
        value={filter.online}
        yes="online"
        no="offline"
        onChange={(online) => set({ online })}
      />
      <YesNo label="Exempt" value={filter.exempt} yes="exempt" no="not exempt" onChange={(exempt) => set({ exempt })} />
      <Select
        size="xs"
        w={150}
        aria-label="Last seen"
        placeholder="Last seen"
        clearable
        data={seenWithin}
        value={
          filter.ever_seen === false
            ? 'never'
            : filter.last_seen_within === undefined
              ? null
              : `within:${filter.last_seen_within}`
        }
        onChange={(value) =>
          set({
            ever_seen: value === 'never' ? false : undefined,
            last_seen_within: value?.startsWith('within:') ? Number(value.slice(7)) : undefined,
          })
        }
      />
      <MoreFilters filter={filter} onChange={set} />
      {isFiltered(filter) && (
        <Button
          size="xs"
          variant="subtle"
          onClick={() => onChange(search.sort === undefined ? {} : { sort: search.sort })}
        >
          Clear filter
        </Button>
      )}
    </Group>
  )
}

function SearchField({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const [typed, setTyped] = useState(text)
  const tell = useDebouncedCallback(onChange, typingMillis)
  // Back and forward change the address, and with it what is searched.
  useEffect(() => setTyped(text), [text])
  return (
    <TextInput
      size="xs"
      w={{ base: '100%', xs: 240 }}
      type="search"
      aria-label="Search devices"
      placeholder="Name, id, user, MAC …"
      leftSection={icons.search}
      value={typed}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value)
        tell(value.trim())
      }}
      rightSection={
        typed !== '' && (
          <CloseButton
            size="sm"
            aria-label="Clear the search"
            onClick={() => {
              setTyped('')
              onChange('')
            }}
          />
        )
      }
    />
  )
}

interface YesNoProps {
  readonly label: string
  readonly value: boolean | undefined
  readonly yes: string
  readonly no: string
  readonly onChange: (value: boolean | undefined) => void
}

function YesNo({ label, value, yes, no, onChange }: YesNoProps) {
  return (
    <Select
      size="xs"
      w={130}
      aria-label={label}
      placeholder={label}
      clearable
      data={[
        { value: 'true', label: yes },
        { value: 'false', label: no },
      ]}
      value={value === undefined ? null : String(value)}
      onChange={(chosen) => onChange(chosen === null ? undefined : chosen === 'true')}
    />
  )
}

function dropUnset(search: Record<string, unknown>): DeviceSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as DeviceSearch
}
