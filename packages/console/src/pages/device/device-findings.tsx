import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import { listFindings } from '../../api/findings.ts'
import { useLook } from '../../api/queries.ts'
import { Moment } from '../../components/moment.tsx'
import { Problem } from '../../components/problem.tsx'
import { TextLink } from '../../components/text-link.tsx'

/** What scans found on it; nothing is shown where nothing was found. */
export function DeviceFindings({ deviceId }: { deviceId: string }) {
  const { data, error, refetch } = useLook(listFindings, { query: { device_id: deviceId, limit: 50 } })
  if (data === undefined && error !== null) {
    return <Problem error={error} title="The findings could not be loaded" onRetry={() => void refetch()} />
  }
  if (data === undefined || data.items.length === 0) return null
  return (
    <Paper withBorder p="md" component="section" aria-label="Findings">
      <Title order={2} size="h5" mb="xs">
        Findings
      </Title>
      <Stack gap={6}>
        {data.items.map(({ sha256, signature, last_seen }) => (
          <Group key={`${sha256} ${signature}`} justify="space-between" gap="xs" fz="sm">
            <TextLink to="/findings" search={{ signature }}>
              {signature}
            </TextLink>
            <Text span inherit c="dimmed">
              seen <Moment at={last_seen} />
            </Text>
          </Group>
        ))}
      </Stack>
    </Paper>
  )
}
