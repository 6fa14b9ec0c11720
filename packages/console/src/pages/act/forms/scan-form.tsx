import { Checkbox, Radio, Stack, TextInput } from '@mantine/core'
import type { FormProps } from '../param-forms.tsx'

const areas = [
  { value: 'memory', label: 'Memory', description: 'programs that run, and the files they have mapped' },
  { value: 'system', label: 'System volume', description: undefined },
  { value: 'additional', label: 'Additional volumes', description: 'other built-in disks' },
  { value: 'portable', label: 'Portable volumes', description: 'sticks, cards, external disks' },
  { value: 'boot', label: 'Boot records', description: undefined },
  { value: 'path', label: 'A path', description: 'a file or folder that you name' },
] as const

/** Boxes for what to scan; the field for a path where one is needed. */
export function ScanForm({ params, errors, onChange }: FormProps) {
  const isFull = params.full === true
  const chosen = (params.areas as string[] | undefined) ?? []
  return (
    <Stack gap="sm">
      <Radio.Group
        label="What to scan"
        value={isFull ? 'full' : 'some'}
        onChange={(value) => onChange(value === 'full' ? { full: true } : { areas: ['memory', 'system'] })}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="full" label="Everything" description="May take hours on a large disk." />
          <Radio value="some" label="Some of it" />
        </Stack>
      </Radio.Group>
      {!isFull && (
        <Checkbox.Group
          aria-label="Areas"
          value={chosen}
          onChange={(next) => onChange({ areas: next, path: next.includes('path') ? params.path : undefined })}
          error={chosen.length === 0 ? 'Choose at least one.' : errors['params.areas']}
        >
          <Stack gap={8} pl="lg">
            {areas.map(({ value, label, description }) => (
              <Checkbox key={value} value={value} label={label} description={description} size="sm" />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
      {chosen.includes('path') && (
        <TextInput
          label="Path"
          description="As it is called on the devices, such as /srv/files or C:\Users"
          maw={480}
          ml="lg"
          required
          // Nobody has done anything wrong who has not typed anything yet.
          error={params.path === undefined ? undefined : errors['params.path']}
          value={(params.path as string | undefined) ?? ''}
          onChange={({ currentTarget }) => onChange({ ...params, path: currentTarget.value || undefined })}
        />
      )}
    </Stack>
  )
}
