import { Text } from '@mantine/core'
import type { InvitedUser, User } from '@muster/core/api/users.ts'
import { useQueryClient } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { refresh } from '../../api/queries.ts'
import { deleteUser, disableUser, enableUser, inviteAgain, listUsers, resetSecondFactors } from '../../api/users.ts'
import { FormDialog } from '../../components/form-dialog.tsx'

export type UserDeed = 'invite' | 'reset-factors' | 'disable' | 'enable' | 'delete'

const deeds = {
  invite: {
    title: 'A new invitation link for',
    submit: 'Make the link',
    text: 'It is good once, for seven days. By it a password is chosen anew; the old one holds until then.',
    endpoint: inviteAgain,
  },
  'reset-factors': {
    title: 'Reset the second factors of',
    submit: 'Reset',
    text: 'Authenticator app, passkeys and recovery codes are forgotten. Who has only passkeys needs a new invitation.',
    endpoint: resetSecondFactors,
  },
  disable: {
    title: 'Disable',
    submit: 'Disable',
    text: 'The user cannot sign in, and the sessions end. What the user did stays in the logs.',
    endpoint: disableUser,
  },
  enable: { title: 'Enable', submit: 'Enable', text: 'The user can sign in again.', endpoint: enableUser },
  delete: {
    title: 'Delete',
    submit: 'Delete',
    text: 'The user is gone for good. What the user did stays in the logs.',
    endpoint: deleteUser,
  },
} as const

interface UserDeedDialogProps {
  readonly user: User
  readonly deed: UserDeed
  readonly onInvited: (user: InvitedUser) => void
  readonly onClose: () => void
}

export function UserDeedDialog({ user, deed, onInvited, onClose }: UserDeedDialogProps) {
  const queries = useQueryClient()
  const { title, submit, text, endpoint } = deeds[deed]
  return (
    <FormDialog
      title={`${title} ${user.name}?`}
      submitLabel={submit}
      isDestructive={deed === 'delete' || deed === 'disable' || deed === 'reset-factors'}
      onClose={onClose}
      onSubmit={async () => {
        const answer = await call(endpoint as typeof inviteAgain, { params: { user_id: user.user_id } })
        if (deed === 'invite') onInvited(answer)
        await refresh(queries, [listUsers])
      }}
    >
      <Text size="sm">{text}</Text>
    </FormDialog>
  )
}
