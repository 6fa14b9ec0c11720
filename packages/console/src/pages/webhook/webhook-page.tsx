import { Stack } from '@mantine/core'
import type { Webhook, WebhookWithSecret } from '@muster/core/api/webhooks.ts'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useLook } from '../../api/queries.ts'
import { showWebhook } from '../../api/webhooks.ts'
import { formatNumber } from '../../components/count.ts'
import { Facts } from '../../components/facts.tsx'
import { Gone } from '../../components/gone.tsx'
import { Loading } from '../../components/loading.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Problem } from '../../components/problem.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { SecretNote } from '../webhooks/secret-note.tsx'
import { WebhookState } from '../webhooks/webhook-state.tsx'
import { describeEventType, formatWords } from '../webhooks/webhook-words.ts'
import { Deliveries } from './deliveries.tsx'
import { WebhookButtons } from './webhook-buttons.tsx'

const title = 'Webhook'
/** What waits may be told at any moment. */
const refreshSeconds = (known: Webhook | undefined) => (known !== undefined && known.waiting > 0 ? 2 : 15)

/** One webhook: what it is told, what became of that, and what can be done about it. */
export function WebhookPage() {
  const { webhook_id: webhookId } = useParams({ from: '/app/webhooks/$webhook_id' })
  const { data, error, refetch } = useLook(showWebhook, { params: { webhook_id: webhookId } }, { refreshSeconds })
  const [renewed, setRenewed] = useState<WebhookWithSecret>()
  const [problem, setProblem] = useState<unknown>()
  if (data === undefined && error?.status === 404) {
    return (
      <Gone title={title} what="webhook">
        It may have been deleted. <TextLink to="/webhooks">To the webhooks</TextLink>
      </Gone>
    )
  }
  if (data === undefined) {
    return (
      <>
        <PageHead title={title} />
        {error === null ? (
          <Loading />
        ) : (
          <Problem error={error} title="The webhook could not be loaded" onRetry={() => void refetch()} />
        )}
      </>
    )
  }
  return (
    <>
      <PageHead title={title}>
        <WebhookButtons webhook={data} onRenewed={setRenewed} onProblem={setProblem} />
      </PageHead>
      <Stack gap="md">
        {problem !== undefined && <Problem error={problem} title="That did not work" />}
        {renewed !== undefined && <SecretNote webhook={renewed} onClose={() => setRenewed(undefined)} />}
        <WebhookFacts webhook={data} />
        <Deliveries webhook={data} />
      </Stack>
    </>
  )
}

function WebhookFacts({ webhook }: { webhook: Webhook }) {
  const { switched_off_at, last_failed_at } = webhook
  return (
    <Facts
      title="What it is"
      facts={[
        ['Address', webhook.url],
        webhook.description === '' ? undefined : ['Description', webhook.description],
        ['Format', formatWords[webhook.format]],
        ['Is told when', webhook.event_types.map(describeEventType).join(' · ')],
        ['State', <WebhookState key="state" webhook={webhook} />],
        switched_off_at === null
          ? undefined
          : ['Switched off by the server', <Moment key="off" at={switched_off_at} as="full" />],
        ['Waiting', formatNumber(webhook.waiting)],
        ['Given up', formatNumber(webhook.dead)],
        ['Delivered last', <Moment key="delivered" at={webhook.last_delivered_at} />],
        last_failed_at === null ? undefined : ['Failed last', <Moment key="failed" at={last_failed_at} />],
        ['Made', <Moment key="made" at={webhook.created_at} as="full" />],
      ]}
    />
  )
}
