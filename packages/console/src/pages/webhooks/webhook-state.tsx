import type { Webhook } from '@muster/core/api/webhooks.ts'
import { Dot } from '../../components/status-dot.tsx'
import { describeState } from './webhook-words.ts'

export function WebhookState({ webhook }: { webhook: Webhook }) {
  const [word, color] = describeState(webhook)
  return <Dot color={color}>{word}</Dot>
}
