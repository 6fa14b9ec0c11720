import { Button, Group, SegmentedControl, Stack, Text, Title, VisuallyHidden } from '@mantine/core'
import type { Page } from '@muster/core/api/page.ts'
import type { ResendRequest, Webhook, WebhookDelivery } from '@muster/core/api/webhooks.ts'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useChange, useLook } from '../../api/queries.ts'
import { listDeliveries, listWebhooks, resendDeadLetters, showWebhook } from '../../api/webhooks.ts'
import { countOf, formatNumber } from '../../components/count.ts'
import { DataList } from '../../components/data-list.tsx'
import { Empty } from '../../components/empty.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { PageTurner } from '../../components/page-turner.tsx'
import { Problem } from '../../components/problem.tsx'
import { useCursorPages } from '../../components/use-cursor-pages.ts'
import { deliveryColumns } from './delivery-columns.tsx'
import type { DeliveryState } from './delivery-search.ts'

const pageSize = 50

/** What waits for its next attempt within the minute is looked after closely; a paused webhook has none. */
const refreshSecondsOf = (webhook: Webhook) => (known: Page<WebhookDelivery> | undefined) => {
  if (!webhook.enabled) return 10
  const soon = Date.now() + 60_000
  return known?.items.some(({ due_at }) => due_at !== null && Date.parse(due_at) < soon) ? 1 : 10
}

const empty: Readonly<Record<DeliveryState | 'all', string>> = {
  all: 'It was told nothing yet',
  waiting: 'Nothing waits for it',
  delivered: 'Nothing was delivered yet',
  dead: 'Nothing was given up',
}

/** What it was told and is to be told, newest first; what was given up is sent again from here. */
export function Deliveries({ webhook }: { webhook: Webhook }) {
  const { state } = useSearch({ from: '/app/webhooks/$webhook_id' })
  const { webhook_id } = webhook
  const navigate = useNavigate()
  const pages = useCursorPages(`${webhook_id} ${state}`)
  const [isAllAsked, setAllAsked] = useState(false)
  const { data, error, isFetching, isPlaceholderData, refetch } = useLook(
    listDeliveries,
    {
      params: { webhook_id },
      query: { limit: pageSize, ...(state && { state }), ...(pages.cursor !== undefined && { cursor: pages.cursor }) },
    },
    { refreshSeconds: refreshSecondsOf(webhook), keepOld: true },
  )
  const resending = useChange(resendDeadLetters, { refreshes: [listDeliveries, showWebhook, listWebhooks] })
  const resend = async (body: ResendRequest) => {
    await resending.mutateAsync({ params: { webhook_id }, body })
  }
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="sm">
        <Title order={2} size="h5">
          Deliveries
        </Title>
        {webhook.dead > 0 && (
          <Button size="xs" onClick={() => setAllAsked(true)}>
            Send all {formatNumber(webhook.dead)} given up again …
          </Button>
        )}
      </Group>
      <SegmentedControl
        size="xs"
        aria-label="Which deliveries"
        data={[
          { value: 'all', label: 'All' },
          { value: 'waiting', label: 'Waiting' },
          { value: 'delivered', label: 'Delivered' },
          { value: 'dead', label: 'Given up' },
        ]}
        value={state ?? 'all'}
        onChange={(value) =>
          void navigate({
            to: '/webhooks/$webhook_id',
            params: { webhook_id },
            search: value === 'all' ? {} : { state: value as DeliveryState },
            replace: true,
          })
        }
        style={{ alignSelf: 'start' }}
      />
      <VisuallyHidden role="status">
        {resending.data !== undefined && `${countOf(resending.data.resent, 'event')} on the way again.`}
      </VisuallyHidden>
      {resending.error !== null && !isAllAsked && (
        <Problem error={resending.error} title="That could not be sent again" />
      )}
      <DataList<WebhookDelivery>
        label="Deliveries"
        items={data?.items}
        idOf={({ event_id }) => event_id}
        columns={deliveryColumns({
          isBusy: resending.isPending,
          onResend: (eventId) => void resend({ event_ids: [eventId] }).catch(() => undefined),
        })}
        isLoading={isFetching && (data === undefined || isPlaceholderData)}
        error={data === undefined ? error : null}
        onRetry={() => void refetch()}
        empty={<Empty title={empty[state ?? 'all']} />}
      />
      <PageTurner pages={pages} size={pageSize} shown={data?.items.length ?? 0} nextCursor={data?.next_cursor} />
      {isAllAsked && (
        <FormDialog
          title="Send all that was given up again?"
          submitLabel="Send again"
          onClose={() => setAllAsked(false)}
          onSubmit={() => resend({})}
        >
          <Text size="sm">
            {countOf(webhook.dead, 'event')}, each with all its attempts and under its old id, so that the receiver
            knows what it had already.
          </Text>
        </FormDialog>
      )}
    </Stack>
  )
}
