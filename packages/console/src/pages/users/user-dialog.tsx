import { TextInput } from '@mantine/core'
import type { User } from '@muster/core/api/users.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { refresh } from '../../api/queries.ts'
import { changeUser, listUsers } from '../../api/users.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { RoleField } from './role-field.tsx'

export function UserDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const queries = useQueryClient()
  const [name, setName] = useState(user.name)
  const [role, setRole] = useState(user.role)
  return (
    <FormDialog
      title={`Change ${user.name}`}
      submitLabel="Save"
      onClose={onClose}
      onSubmit={async () => {
        await call(changeUser, { params: { user_id: user.user_id }, body: { name, role } })
        await refresh(queries, [listUsers])
      }}
    >
      <TextInput
        label="Name"
        required
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        data-autofocus
      />
      <RoleField role={role} onChange={setRole} />
    </FormDialog>
  )
}
