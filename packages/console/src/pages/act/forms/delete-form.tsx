import { Radio, Stack, Switch } from '@mantine/core'
import type { FormProps } from '../param-forms.tsx'

export function DeleteForm({ params, onChange }: FormProps) {
  return (
    <Stack>
      <Radio.Group
        label="Their records"
        value={params.record as string}
        onChange={(record) => onChange({ ...params, record })}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="remove" label="Remove" description="What is known of the devices goes." />
          <Radio value="keep" label="Keep" description="The devices leave the list; what was known of them stays." />
          <Radio value="archive" label="Archive" description="As kept, and marked as archived." />
        </Stack>
      </Radio.Group>
      <Switch
        label="Uninstall their agents"
        description="Otherwise a device comes back when its agent connects again."
        checked={params.uninstall as boolean}
        onChange={({ currentTarget }) => onChange({ ...params, uninstall: currentTarget.checked })}
      />
    </Stack>
  )
}
