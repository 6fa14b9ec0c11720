import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import { findActionType } from '@muster/core/action/find-action-type.ts'
import { listDeviceCommands } from '../../api/devices.ts'
import { useLook } from '../../api/queries.ts'
import { stateColors, stateWords } from '../../components/action-words.ts'
import { Moment } from '../../components/moment.tsx'
import { Problem } from '../../components/problem.tsx'
import { Dot } from '../../components/status-dot.tsx'
import { TextLink } from '../../components/text-link.tsx'

const refreshSeconds = 5

/** What the device was asked to do and has not ended. */
export function WaitingCommands({ deviceId }: { deviceId: string }) {
  const { data, error, refetch } = useLook(
    listDeviceCommands,
    { params: { device_id: deviceId }, query: { limit: 50 } },
    { refreshSeconds },
  )
  return (
    <Paper withBorder p="md" component="section" aria-label="Commands that wait or run">
      <Title order={2} size="h5" mb="xs">
        Waiting and running
      </Title>
      {error !== null && data === undefined && (
        <Problem error={error} title="What waits could not be loaded" onRetry={() => void refetch()} />
      )}
      {data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing waits for this device.
        </Text>
      )}
      <Stack gap={6}>
        {data?.items.map(({ action_id, command_id, type, state, progress, retry_at }) => (
          <Group key={command_id} justify="space-between" gap="xs" fz="sm">
            <TextLink to="/actions/$action_id" params={{ action_id }}>
              {findActionType(type)?.label ?? type}
            </TextLink>
            <Group gap="xs">
              <Dot color={stateColors[state]}>
                {progress !== null && state === 'running' ? `${stateWords[state]}, ${progress} %` : stateWords[state]}
              </Dot>
              {retry_at !== null && <Moment at={retry_at} />}
            </Group>
          </Group>
        ))}
      </Stack>
    </Paper>
  )
}
