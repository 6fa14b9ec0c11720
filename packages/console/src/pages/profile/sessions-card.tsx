import { Button, Group, Stack, Text } from '@mantine/core'
import { endOtherSessions, endOwnSession, listOwnSessions } from '../../api/profile.ts'
import { useChange, useLook } from '../../api/queries.ts'
import { Card } from '../../components/card.tsx'
import { Moment } from '../../components/moment.tsx'
import { Problem } from '../../components/problem.tsx'

/** Where one is signed in. */
export function SessionsCard() {
  const { data, error, refetch } = useLook(listOwnSessions, {})
  const ending = useChange(endOwnSession, { refreshes: [listOwnSessions] })
  const endingOthers = useChange(endOtherSessions, { refreshes: [listOwnSessions] })
  const problem = ending.error ?? endingOthers.error
  const others = (data?.items ?? []).filter(({ current }) => !current)
  return (
    <Card title="Where you are signed in">
      <Stack gap="sm">
        {data === undefined && error !== null && (
          <Problem error={error} title="Your sessions could not be loaded" onRetry={() => void refetch()} />
        )}
        {problem !== null && <Problem error={problem} title="That did not work" />}
        {data?.items.map(({ session_id, current, signed_in_by, peer, user_agent, created_at, last_used_at }) => (
          <Group key={session_id} justify="space-between" gap="xs" wrap="nowrap" fz="sm">
            <div>
              <Text size="sm">
                {current ? <strong>This one</strong> : <Moment at={last_used_at} />} · by {signed_in_by}
                {peer !== null && ` · from ${peer}`} · since <Moment at={created_at} as="full" />
              </Text>
              <Text size="xs" c="dimmed" lineClamp={1}>
                {user_agent}
              </Text>
            </div>
            {!current && (
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => ending.mutate({ params: { session_id } })}
                aria-label={`End the session from ${peer ?? 'somewhere'} by ${signed_in_by}`}
              >
                End
              </Button>
            )}
          </Group>
        ))}
        {others.length > 0 && (
          <Group>
            <Button variant="default" size="xs" onClick={() => endingOthers.mutate({})}>
              End all others
            </Button>
          </Group>
        )}
      </Stack>
    </Card>
  )
}
