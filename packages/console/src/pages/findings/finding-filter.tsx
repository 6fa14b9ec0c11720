import { Group, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { icons } from '../../components/icons.tsx'

/** As it stands in the address; each narrows the list. */
export interface FindingSearch {
  readonly signature?: string | undefined
  readonly path?: string | undefined
  readonly hash?: string | undefined
}

interface FindingFilterProps {
  readonly search: FindingSearch
  readonly onChange: (search: FindingSearch) => void
}

const typingMillis = 300

export function FindingFilter({ search, onChange }: FindingFilterProps) {
  const set = (change: FindingSearch) => onChange({ ...search, ...change })
  return (
    <Group gap="xs" role="search" aria-label="Filter of the findings" align="flex-start">
      <Part label="Part of the signature" text={search.signature} onChange={(signature) => set({ signature })} />
      <Part label="Part of the path" text={search.path} onChange={(path) => set({ path })} />
      <Part
        label="Hash, or its beginning"
        text={search.hash}
        fault={isHashBeginning(search.hash) ? undefined : '4 to 64 digits, 0–9 and a–f'}
        onChange={(hash) => set({ hash: hash?.toLowerCase() })}
      />
    </Group>
  )
}

/** Only then is it asked for. */
export function isHashBeginning(hash: string | undefined): boolean {
  return hash === undefined || /^[0-9a-f]{4,64}$/.test(hash)
}

interface PartProps {
  readonly label: string
  readonly text: string | undefined
  readonly fault?: string | undefined
  readonly onChange: (text: string | undefined) => void
}

function Part({ label, text = '', fault, onChange }: PartProps) {
  const [typed, setTyped] = useState(text)
  const tell = useDebouncedCallback(onChange, typingMillis)
  // Back and forward change the address, and with it what is looked for.
  useEffect(() => setTyped(text), [text])
  return (
    <TextInput
      size="xs"
      w={{ base: '100%', xs: 220 }}
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={icons.search}
      error={fault}
      value={typed}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value)
        tell(value.trim() || undefined)
      }}
    />
  )
}
