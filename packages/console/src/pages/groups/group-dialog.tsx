import { Textarea, TextInput } from '@mantine/core'
import type { Group } from '@muster/core/api/groups.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { changeGroup, createGroup, listGroups } from '../../api/groups.ts'
import { refresh } from '../../api/queries.ts'
import { FormDialog } from '../../components/form-dialog.tsx'

/** A new group, or another name for one that is there. */
export function GroupDialog({ group, onClose }: { group: Group | undefined; onClose: () => void }) {
  const queries = useQueryClient()
  const [name, setName] = useState(group?.name ?? '')
  const [id, setId] = useState('')
  const [description, setDescription] = useState(group?.description ?? '')
  const submit = async () => {
    if (group === undefined)
      await call(createGroup, { body: { name, description, ...(id !== '' && { group_id: id }) } })
    else await call(changeGroup, { params: { group_id: group.group_id }, body: { name, description } })
    await refresh(queries, [listGroups])
  }
  return (
    <FormDialog
      title={group === undefined ? 'New group' : `Change ${group.name}`}
      submitLabel={group === undefined ? 'Create' : 'Save'}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        required
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        data-autofocus
      />
      {group === undefined && (
        <TextInput
          label="Id"
          description="For scripts and addresses: letters, digits, “.”, “_”, “-”. Left empty, the server makes one."
          value={id}
          onChange={({ currentTarget }) => setId(currentTarget.value)}
        />
      )}
      <Textarea
        label="Description"
        autosize
        minRows={2}
        value={description}
        onChange={({ currentTarget }) => setDescription(currentTarget.value)}
      />
    </FormDialog>
  )
}
