import { Select } from '@mantine/core'
import { listGroups } from '../../../api/groups.ts'
import { useLook } from '../../../api/queries.ts'
import { Problem } from '../../../components/problem.tsx'
import type { FormProps } from '../param-forms.tsx'

export function GroupForm({ params, errors, onChange }: FormProps) {
  const { data, error, refetch } = useLook(listGroups, { query: { limit: 1000 } })
  if (data === undefined && error !== null) {
    return <Problem error={error} title="The groups could not be loaded" onRetry={() => void refetch()} />
  }
  return (
    <Select
      label="To the group"
      placeholder="Choose a group"
      maw={360}
      searchable
      allowDeselect={false}
      data={(data?.items ?? []).map(({ group_id, name }) => ({ value: group_id, label: name }))}
      value={(params.group_id as string | undefined) ?? null}
      onChange={(group_id) => onChange({ group_id: group_id ?? undefined })}
      error={errors['params.group_id']}
      nothingFoundMessage="No group has such a name"
    />
  )
}
