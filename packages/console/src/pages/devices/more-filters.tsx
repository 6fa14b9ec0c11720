import { Button, Group, Popover, Stack, Text, TextInput } from '@mantine/core'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import { type FormEvent, useState } from 'react'
import { icons } from '../../components/icons.tsx'

interface MoreFiltersProps {
  readonly filter: DeviceFilter
  readonly onChange: (change: { [Key in keyof DeviceFilter]?: DeviceFilter[Key] | undefined }) => void
}

/** What is asked for less often, and has no list of values. */
export function MoreFilters({ filter, onChange }: MoreFiltersProps) {
  const [isOpen, setOpen] = useState(false)
  const count = [
    filter.identity,
    filter.agent_version_below,
    filter.finding_sha256,
    filter.finding_signature,
    filter.exempt_by,
    filter.device_type,
  ].filter((value) => value !== undefined).length
  return (
    <Popover position="bottom-start" opened={isOpen} onChange={setOpen} trapFocus returnFocus width={320}>
      <Popover.Target>
        <Button
          variant={count > 0 ? 'light' : 'default'}
          size="xs"
          fw={count > 0 ? 600 : 400}
          rightSection={icons.chevronDown}
          onClick={() => setOpen(!isOpen)}
        >
          {count > 0 ? `More: ${count}` : 'More'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="More filters">
        {isOpen && <MoreForm filter={filter} onChange={onChange} onDone={() => setOpen(false)} />}
      </Popover.Dropdown>
    </Popover>
  )
}

function MoreForm({ filter, onChange, onDone }: MoreFiltersProps & { onDone: () => void }) {
  const [identity, setIdentity] = useState(filter.identity?.join('; ') ?? '')
  const [below, setBelow] = useState(filter.agent_version_below ?? '')
  const [signature, setSignature] = useState(filter.finding_signature?.join('; ') ?? '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onChange({
      identity: toList(identity),
      agent_version_below: below.trim() || undefined,
      finding_signature: toList(signature),
    })
    onDone()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          size="xs"
          label="Identity"
          description="What the user answered, as field=value"
          placeholder="department=Sales"
          value={identity}
          onChange={({ currentTarget }) => setIdentity(currentTarget.value)}
        />
        <TextInput
          size="xs"
          label="Agent older than"
          placeholder="0.2.0"
          value={below}
          onChange={({ currentTarget }) => setBelow(currentTarget.value)}
        />
        <TextInput
          size="xs"
          label="A scan found"
          description="The signature’s name, in full"
          value={signature}
          onChange={({ currentTarget }) => setSignature(currentTarget.value)}
        />
        <Text size="xs" c="dimmed">
          Several, with “;” between them: any of them.
        </Text>
        <Group justify="flex-end">
          <Button size="xs" type="submit">
            Filter
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function toList(text: string): string[] | undefined {
  const values = text
    .split(';')
    .map((value) => value.trim())
    .filter(Boolean)
  return values.length === 0 ? undefined : values
}
