import { Group, Stack, Text } from '@mantine/core'
import { findActionType } from '@muster/core/action/find-action-type.ts'
import { isReason, reasonSentence } from '@muster/core/action/reason.ts'
import type { Overview } from '@muster/core/api/overview.ts'
import { stateColors, stateWords } from '../../components/action-words.ts'
import { Card } from '../../components/card.tsx'
import { countOf } from '../../components/count.ts'
import { Moment } from '../../components/moment.tsx'
import { Dot } from '../../components/status-dot.tsx'
import { TextLink } from '../../components/text-link.tsx'

export function FailuresCard({ failures }: { failures: Overview['failures'] }) {
  return (
    <Card title="Failures of the last 7 days">
      {failures.newest.length === 0 && (
        <Text size="sm" c="dimmed">
          No command failed, timed out, expired or was refused.
        </Text>
      )}
      <Stack gap={8}>
        {failures.newest.map(({ action_id, type, state, reason, devices, last_at }) => (
          <div key={`${action_id} ${state} ${reason}`}>
            <Group justify="space-between" gap="xs" fz="sm">
              <Group gap="sm">
                <TextLink to="/actions/$action_id" params={{ action_id }}>
                  {findActionType(type)?.label ?? type}
                </TextLink>
                <Dot color={stateColors[state]}>{`${stateWords[state]}: ${countOf(devices, 'device')}`}</Dot>
              </Group>
              <Text span inherit c="dimmed">
                <Moment at={last_at} />
              </Text>
            </Group>
            {reason !== null && isReason(reason) && (
              <Text size="xs" c="dimmed">
                {reasonSentence(reason)}
              </Text>
            )}
          </div>
        ))}
      </Stack>
    </Card>
  )
}

export function UnknownCard({ unknown }: { unknown: Overview['unknown_devices'] }) {
  return (
    <Card
      title="New unknown devices"
      aside={
        unknown.total > 0 && (
          <TextLink to="/devices" search={{ status: ['unknown'], sort: '-added' }}>
            {countOf(unknown.total, 'device')}
          </TextLink>
        )
      }
    >
      {unknown.newest.length === 0 && (
        <Text size="sm" c="dimmed">
          Every device is known.
        </Text>
      )}
      <Stack gap={6}>
        {unknown.newest.map(({ device_id, hostname, added_at }) => (
          <Group key={device_id} justify="space-between" gap="xs" fz="sm">
            <TextLink to="/devices/$device_id" params={{ device_id }}>
              {hostname || device_id}
            </TextLink>
            <Text span inherit c="dimmed">
              <Moment at={added_at} />
            </Text>
          </Group>
        ))}
      </Stack>
    </Card>
  )
}
