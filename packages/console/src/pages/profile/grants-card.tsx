import { Button, Group, Stack, Text } from '@mantine/core'
import { listOwnGrants, revokeOwnGrant } from '../../api/profile.ts'
import { useChange, useLook } from '../../api/queries.ts'
import { Card } from '../../components/card.tsx'
import { Moment } from '../../components/moment.tsx'
import { Problem } from '../../components/problem.tsx'

/** Applications that one has let in. */
export function GrantsCard() {
  const { data, error } = useLook(listOwnGrants, {})
  const revoking = useChange(revokeOwnGrant, { refreshes: [listOwnGrants] })
  const problem = error ?? revoking.error
  return (
    <Card title="Applications that act for you">
      <Stack gap="sm">
        {problem !== null && <Problem error={problem} title="That did not work" />}
        {data?.items.length === 0 && (
          <Text size="sm" c="dimmed">
            None. One that wants to asks you first.
          </Text>
        )}
        {data?.items.map(({ app_id, name, scopes, granted_at }) => (
          <Group key={app_id} justify="space-between" gap="xs" wrap="nowrap" fz="sm">
            <div>
              <Text size="sm" fw={500}>
                {name}
              </Text>
              <Text size="xs" c="dimmed">
                may {scopes.join(', ')} · since <Moment at={granted_at} as="full" />
              </Text>
            </div>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => revoking.mutate({ params: { app_id } })}
              aria-label={`Let ${name} no longer act for you`}
            >
              End
            </Button>
          </Group>
        ))}
      </Stack>
    </Card>
  )
}
