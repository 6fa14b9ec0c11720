import { Button, Group, Timeline as Line, Paper, Text, Title } from '@mantine/core'
import { findActionType } from '@muster/core/action/find-action-type.ts'
import type { TimelineEntry } from '@muster/core/api/timeline.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ApiError } from '../../api/api-error.ts'
import { call } from '../../api/call.ts'
import { listTimeline } from '../../api/devices.ts'
import { stateColors, stateWords } from '../../components/action-words.ts'
import { Actor } from '../../components/actor.tsx'
import { capitalize } from '../../components/capitalize.ts'
import { eventWords } from '../../components/event-words.ts'
import { Moment } from '../../components/moment.tsx'
import { Problem } from '../../components/problem.tsx'
import { Dot } from '../../components/status-dot.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { describeParams } from '../action/describe-params.ts'

const pageSize = 30

/** Everything that was done to the device, by whom and through what; the newest first. */
export function Timeline({ deviceId }: { deviceId: string }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [listTimeline.path, deviceId],
    queryFn: ({ pageParam, signal }) =>
      call(
        listTimeline,
        { params: { device_id: deviceId }, query: { limit: pageSize, ...(pageParam && { cursor: pageParam }) } },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })
  const entries = data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Paper withBorder p="md" component="section" aria-label="Timeline">
      <Title order={2} size="h5" mb="sm">
        Timeline
      </Title>
      {error !== null && data === undefined && (
        <Problem error={error as ApiError} title="The timeline could not be loaded" onRetry={() => void refetch()} />
      )}
      {data !== undefined && entries.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing was done to this device yet.
        </Text>
      )}
      <Line bulletSize={10} lineWidth={2}>
        {entries.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries have no id, and are only added at the end
          <Line.Item key={index} title={<EntryTitle entry={entry} />}>
            <Text size="xs" c="dimmed" component="div">
              <Moment at={entry.at} as="full" /> · <Actor {...entry} />
            </Text>
            {entry.kind === 'action' && entry.message !== null && <Text size="xs">{entry.message}</Text>}
          </Line.Item>
        ))}
      </Line>
      {hasNextPage && (
        <Group mt="md">
          <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show older
          </Button>
        </Group>
      )}
    </Paper>
  )
}

function EntryTitle({ entry }: { entry: TimelineEntry }) {
  if (entry.kind === 'event') {
    const words = eventWords[entry.event] ?? eventWords[`device.${entry.event}`] ?? entry.event
    return <Text size="sm">{capitalize(words)}</Text>
  }
  return (
    <Group gap="sm" fz="sm" fw={400}>
      <Text span inherit>
        <TextLink to="/actions/$action_id" params={{ action_id: entry.action_id }}>
          {findActionType(entry.type)?.label ?? entry.type}
        </TextLink>{' '}
        {describeParams(entry)}
      </Text>
      <Dot color={stateColors[entry.state]}>{stateWords[entry.state]}</Dot>
    </Group>
  )
}
