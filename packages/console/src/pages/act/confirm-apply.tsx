import { Button, Group, List, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { countOf } from '../../components/count.ts'

interface ConfirmApplyProps {
  readonly label: string
  readonly count: number
  /** Asks for the number of devices to be typed. */
  readonly isDestructive: boolean
  readonly notes: readonly string[]
  readonly isApplying: boolean
  readonly onApply: () => void
  readonly onChange: () => void
}

export function ConfirmApply(props: ConfirmApplyProps) {
  const { label, count, isDestructive, notes, isApplying, onApply, onChange } = props
  const [typed, setTyped] = useState('')
  const isConfirmed = !isDestructive || typed.trim().replaceAll(/[,.\s]/g, '') === String(count)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isConfirmed) onApply()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {notes.length > 0 && (
          <List size="sm" aria-label="How it is carried out">
            {notes.map((note) => (
              <List.Item key={note}>{note}</List.Item>
            ))}
          </List>
        )}
        {isDestructive && (
          <TextInput
            label={`Type ${count} to delete ${countOf(count, 'device')}`}
            description="This cannot be undone."
            inputMode="numeric"
            autoComplete="off"
            maw={320}
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        )}
        <Group>
          <Button type="submit" loading={isApplying} disabled={!isConfirmed} color={isDestructive ? 'red' : undefined}>
            {label}: {countOf(count, 'device')}
          </Button>
          <Button variant="default" onClick={onChange} disabled={isApplying}>
            Change
          </Button>
          <Text size="sm" c="dimmed">
            Exactly what the plan says is done, or nothing.
          </Text>
        </Group>
      </Stack>
    </form>
  )
}
