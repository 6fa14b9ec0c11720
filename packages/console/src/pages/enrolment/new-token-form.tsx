import { Button, Group, NumberInput, Select, TextInput } from '@mantine/core'
import type { CreatedEnrolmentToken } from '@muster/core/api/enrolment-tokens.ts'
import { type FormEvent, useState } from 'react'
import { createEnrolmentToken, listEnrolmentTokens } from '../../api/enrolment.ts'
import { listGroups } from '../../api/groups.ts'
import { useChange, useLook } from '../../api/queries.ts'
import { Problem } from '../../components/problem.tsx'

const lengths = [
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '1 day' },
  { value: '604800', label: '7 days' },
  { value: '2592000', label: '30 days' },
]

export function NewTokenForm({ onCreated }: { onCreated: (token: CreatedEnrolmentToken) => void }) {
  const groups = useLook(listGroups, { query: { limit: 1000 } }).data?.items ?? []
  const [groupId, setGroupId] = useState('default')
  const [uses, setUses] = useState(1)
  const [seconds, setSeconds] = useState('3600')
  const [description, setDescription] = useState('')
  const creating = useChange(createEnrolmentToken, { refreshes: [listEnrolmentTokens] })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    creating.mutate(
      { body: { group_id: groupId, uses, expires_in_seconds: Number(seconds), description } },
      { onSuccess: onCreated },
    )
  }
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="sm">
        <NumberInput
          label="Devices at most"
          w={130}
          min={1}
          max={100_000}
          allowDecimal={false}
          required
          withAsterisk={false}
          value={uses}
          onChange={(value) => setUses(Math.max(1, Number(value)))}
        />
        <Select
          label="Good for"
          w={130}
          data={lengths}
          value={seconds}
          allowDeselect={false}
          onChange={(value) => setSeconds(value!)}
        />
        <Select
          label="Into the group"
          w={190}
          searchable
          allowDeselect={false}
          data={groups.map(({ group_id, name }) => ({ value: group_id, label: name }))}
          value={groupId}
          onChange={(value) => setGroupId(value!)}
        />
        <TextInput
          label="Description"
          w={220}
          maxLength={255}
          value={description}
          onChange={({ currentTarget }) => setDescription(currentTarget.value)}
        />
        <Button type="submit" loading={creating.isPending}>
          Make a token
        </Button>
      </Group>
      {creating.error !== null && <Problem error={creating.error} title="The token could not be made" />}
    </form>
  )
}
