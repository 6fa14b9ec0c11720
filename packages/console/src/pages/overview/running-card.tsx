import { Group, Stack, Text } from '@mantine/core'
import { findActionType } from '@muster/core/action/find-action-type.ts'
import type { Overview } from '@muster/core/api/overview.ts'
import { Card } from '../../components/card.tsx'
import { countOf } from '../../components/count.ts'
import { Moment } from '../../components/moment.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { ActionStateDot } from '../action/action-state.tsx'

export function RunningCard({ running }: { running: Overview['running'] }) {
  return (
    <Card
      title="Going on"
      aside={
        running.actions > 0 && (
          <TextLink to="/actions" search={{ waiting: true }}>
            {countOf(running.actions, 'action')}, {countOf(running.commands, 'command')}
          </TextLink>
        )
      }
    >
      {running.newest.length === 0 && (
        <Text size="sm" c="dimmed">
          No action waits for a device.
        </Text>
      )}
      <Stack gap={8}>
        {running.newest.map((action) => (
          <Group key={action.action_id} justify="space-between" gap="xs" fz="sm">
            <TextLink to="/actions/$action_id" params={{ action_id: action.action_id }}>
              {findActionType(action.type)?.label ?? action.type}
            </TextLink>
            <Group gap="sm">
              <ActionStateDot action={action} />
              <Text span inherit c="dimmed">
                <Moment at={action.created_at} />
              </Text>
            </Group>
          </Group>
        ))}
      </Stack>
    </Card>
  )
}
