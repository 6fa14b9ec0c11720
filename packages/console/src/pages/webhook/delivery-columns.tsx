import { Button, Text } from '@mantine/core'
import type { WebhookDelivery } from '@muster/core/api/webhooks.ts'
import type { DataTableColumn } from 'mantine-datatable'
import { Moment } from '../../components/moment.tsx'
import { Dot } from '../../components/status-dot.tsx'
import { deliveryStateColors, deliveryStateWords, describeEventType } from '../webhooks/webhook-words.ts'

interface Resending {
  readonly isBusy: boolean
  readonly onResend: (eventId: string) => void
}

export function deliveryColumns({ isBusy, onResend }: Resending): DataTableColumn<WebhookDelivery>[] {
  return [
    {
      accessor: 'type',
      title: 'Event and its id',
      render: ({ type, event_id }) => (
        <>
          {describeEventType(type)}
          <Text size="xs" c="dimmed" ff="monospace">
            {event_id}
          </Text>
        </>
      ),
    },
    {
      accessor: 'occurred_at',
      title: 'Happened',
      noWrap: true,
      render: ({ occurred_at }) => <Moment at={occurred_at} />,
    },
    {
      accessor: 'state',
      title: 'State',
      noWrap: true,
      render: ({ state, due_at }) => (
        <>
          <Dot color={deliveryStateColors[state]}>{deliveryStateWords[state]}</Dot>
          {due_at !== null && (
            <Text size="xs" c="dimmed">
              next attempt <Moment at={due_at} />
            </Text>
          )}
        </>
      ),
    },
    { accessor: 'attempts', title: 'Attempts', textAlign: 'right' },
    { accessor: 'last_attempt_at', title: 'Last attempt', noWrap: true, render: LastAttempt },
    {
      accessor: 'do',
      title: 'What to do',
      noWrap: true,
      textAlign: 'right',
      render: ({ state, event_id }) =>
        state === 'dead' && (
          <Button
            size="compact-xs"
            variant="default"
            disabled={isBusy}
            onClick={() => onResend(event_id)}
            aria-label={`Send again: ${event_id}`}
          >
            Send again
          </Button>
        ),
    },
  ]
}

function LastAttempt({ last_attempt_at, last_status, last_problem }: WebhookDelivery) {
  return (
    <>
      <Moment at={last_attempt_at} none="not yet" />
      {last_attempt_at !== null && (
        <Text size="xs" c="dimmed">
          {last_problem ?? `answered ${last_status}`}
        </Text>
      )}
    </>
  )
}
