import { Checkbox, Stack } from '@mantine/core'
import { webhookEventTypes } from '@muster/core/webhook/event-types.ts'
import { eventTypeWords } from './webhook-words.ts'

interface EventTypeFieldsProps {
  readonly value: readonly string[]
  readonly onChange: (types: string[]) => void
  readonly error: string | undefined
}

export function EventTypeFields({ value, onChange, error }: EventTypeFieldsProps) {
  return (
    <Checkbox.Group label="Tell when" value={[...value]} onChange={onChange} error={error}>
      <Stack gap={6} my="xs">
        {webhookEventTypes.map((type) => (
          <Checkbox key={type} value={type} label={eventTypeWords[type]} description={type} size="sm" />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
