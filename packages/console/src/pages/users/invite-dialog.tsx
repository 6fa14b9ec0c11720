import { TextInput } from '@mantine/core'
import type { InvitedUser, Role } from '@muster/core/api/users.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { refresh } from '../../api/queries.ts'
import { inviteUser, listUsers } from '../../api/users.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { RoleField } from './role-field.tsx'

interface InviteDialogProps {
  readonly onInvited: (user: InvitedUser) => void
  readonly onClose: () => void
}

export function InviteDialog({ onInvited, onClose }: InviteDialogProps) {
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  return (
    <FormDialog
      title="Invite somebody"
      submitLabel="Make the invitation"
      onClose={onClose}
      onSubmit={async () => {
        onInvited(await call(inviteUser, { body: { name, email, role } }))
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
      <TextInput
        label="E-mail address"
        type="email"
        required
        value={email}
        onChange={({ currentTarget }) => setEmail(currentTarget.value)}
      />
      <RoleField role={role} onChange={setRole} />
    </FormDialog>
  )
}
