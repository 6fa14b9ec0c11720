import { Button, Stack, Text } from '@mantine/core'
import type { Webhook, WebhookWithSecret } from '@muster/core/api/webhooks.ts'
import type { DataTableColumn } from 'mantine-datatable'
import { useState } from 'react'
import { useLook } from '../../api/queries.ts'
import { listWebhooks } from '../../api/webhooks.ts'
import { formatNumber } from '../../components/count.ts'
import { DataList } from '../../components/data-list.tsx'
import { Empty } from '../../components/empty.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { NewWebhookDialog } from './new-webhook-dialog.tsx'
import { SecretNote } from './secret-note.tsx'
import { WebhookState } from './webhook-state.tsx'
import { describeEventType, formatWords } from './webhook-words.ts'

const refreshSeconds = 15

/** Who is told over HTTP what happens here. */
export function WebhooksPage() {
  const { data, error, isFetching, refetch } = useLook(listWebhooks, { query: {} }, { refreshSeconds })
  const [isNew, setNew] = useState(false)
  const [created, setCreated] = useState<WebhookWithSecret>()
  return (
    <>
      <PageHead title="Webhooks">
        <Button size="xs" onClick={() => setNew(true)}>
          New webhook
        </Button>
      </PageHead>
      <Stack gap="sm">
        {created !== undefined && <SecretNote webhook={created} onClose={() => setCreated(undefined)} />}
        <DataList<Webhook>
          label="Webhooks"
          items={data?.items}
          idOf={({ webhook_id }) => webhook_id}
          columns={columns}
          isLoading={isFetching && data === undefined}
          error={data === undefined ? error : null}
          onRetry={() => void refetch()}
          empty={
            <Empty title="No webhooks">
              Make one for each system that is to be told at once what happens here, such as a SIEM or a NAC.
            </Empty>
          }
        />
      </Stack>
      {isNew && <NewWebhookDialog onCreated={setCreated} onClose={() => setNew(false)} />}
    </>
  )
}

const columns: DataTableColumn<Webhook>[] = [
  {
    accessor: 'url',
    title: 'Address',
    render: ({ webhook_id, url, description }) => (
      <>
        <TextLink to="/webhooks/$webhook_id" params={{ webhook_id }} fw={500} style={{ overflowWrap: 'anywhere' }}>
          {url}
        </TextLink>
        {description !== '' && (
          <Text size="xs" c="dimmed">
            {description}
          </Text>
        )}
      </>
    ),
  },
  {
    accessor: 'event_types',
    title: 'Is told when',
    render: ({ format, event_types }) => (
      <>
        {event_types.map(describeEventType).join(' · ')}
        <Text size="xs" c="dimmed">
          {formatWords[format]}
        </Text>
      </>
    ),
  },
  { accessor: 'enabled', title: 'State', noWrap: true, render: (webhook) => <WebhookState webhook={webhook} /> },
  { accessor: 'waiting', title: 'Waiting', textAlign: 'right', render: ({ waiting }) => formatNumber(waiting) },
  {
    accessor: 'dead',
    title: 'Given up',
    noWrap: true,
    textAlign: 'right',
    render: ({ webhook_id, url, dead }) =>
      dead === 0 ? (
        '0'
      ) : (
        <TextLink
          to="/webhooks/$webhook_id"
          params={{ webhook_id }}
          search={{ state: 'dead' }}
          aria-label={`${formatNumber(dead)} events given up for ${url}`}
        >
          {formatNumber(dead)}
        </TextLink>
      ),
  },
  {
    accessor: 'last_delivered_at',
    title: 'Delivered last',
    noWrap: true,
    render: ({ last_delivered_at }) => <Moment at={last_delivered_at} />,
  },
]
