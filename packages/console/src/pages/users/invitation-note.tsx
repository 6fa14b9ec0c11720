import { Alert, Stack, Text } from '@mantine/core'
import type { InvitedUser } from '@muster/core/api/users.ts'
import { CopyField } from '../../components/copy-field.tsx'

export function InvitationNote({ user, onClose }: { user: InvitedUser; onClose: () => void }) {
  return (
    <Alert
      color="blue"
      variant="outline"
      role="status"
      title={`The link for ${user.name} is shown only now`}
      withCloseButton
      closeButtonLabel="I have passed the link on"
      onClose={onClose}
    >
      <Stack gap="xs">
        <Text size="sm">Hand it to {user.email} by a way that you trust: it is good once, for seven days.</Text>
        <CopyField label="Invitation link" text={user.invitation_link} />
      </Stack>
    </Alert>
  )
}
