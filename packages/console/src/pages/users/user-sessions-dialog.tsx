import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { User } from '@muster/core/api/users.ts'
import { useChange, useLook } from '../../api/queries.ts'
import { endUserSession, endUserSessions, listUserSessions } from '../../api/users.ts'
import { Loading } from '../../components/loading.tsx'
import { Moment } from '../../components/moment.tsx'
import { Problem } from '../../components/problem.tsx'

/** Where somebody is signed in; each session can be ended, or all of them. */
export function UserSessionsDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const params = { user_id: user.user_id }
  const { data, error } = useLook(listUserSessions, { params })
  const ending = useChange(endUserSession, { refreshes: [listUserSessions] })
  const endingAll = useChange(endUserSessions, { refreshes: [listUserSessions] })
  const problem = error ?? ending.error ?? endingAll.error
  return (
    <Modal opened onClose={onClose} title={`Sessions of ${user.name}`} centered size="lg">
      <Stack gap="md">
        {problem !== null && <Problem error={problem} title="That did not work" />}
        {data === undefined && error === null && <Loading height={120} />}
        {data?.items.length === 0 && (
          <Text size="sm" c="dimmed">
            {user.name} is signed in nowhere.
          </Text>
        )}
        {data?.items.map(({ session_id, current, signed_in_by, peer, user_agent, created_at, last_used_at }) => (
          <Group key={session_id} justify="space-between" gap="md" wrap="nowrap">
            <div style={{ minWidth: 0 }}>
              <Text size="sm">
                {current ? <strong>This one</strong> : <Moment at={last_used_at} />} · by {signed_in_by}
                {peer !== null && ` · from ${peer}`} · since <Moment at={created_at} as="full" />
              </Text>
              <Text size="xs" c="dimmed" truncate title={user_agent}>
                {user_agent}
              </Text>
            </div>
            <Button
              size="compact-xs"
              variant="default"
              flex="none"
              onClick={() => ending.mutate({ params: { ...params, session_id } })}
              aria-label={`End the session from ${peer ?? 'somewhere'} by ${signed_in_by}`}
            >
              End
            </Button>
          </Group>
        ))}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          {data !== undefined && data.items.length > 1 && (
            <Button color="red" loading={endingAll.isPending} onClick={() => endingAll.mutate({ params })}>
              End all
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}
