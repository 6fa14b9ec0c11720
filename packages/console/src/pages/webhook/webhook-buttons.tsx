import { Button, Text, VisuallyHidden } from '@mantine/core'
import type { Webhook, WebhookWithSecret } from '@muster/core/api/webhooks.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { call } from '../../api/call.ts'
import { refresh } from '../../api/queries.ts'
import {
  changeWebhook,
  deleteWebhook,
  listDeliveries,
  listWebhooks,
  renewWebhookSecret,
  showWebhook,
  testWebhook,
} from '../../api/webhooks.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { ChangeWebhookDialog } from './change-webhook-dialog.tsx'

interface WebhookButtonsProps {
  readonly webhook: Webhook
  readonly onRenewed: (webhook: WebhookWithSecret) => void
  /** Undefined: the last thing worked. */
  readonly onProblem: (problem: unknown) => void
}

type Asked = 'change' | 'pause' | 'renew' | 'delete'

export function WebhookButtons({ webhook, onRenewed, onProblem }: WebhookButtonsProps) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [asked, setAsked] = useState<Asked>()
  const [busy, setBusy] = useState<string>()
  const [said, setSaid] = useState('')
  const one = { params: { webhook_id: webhook.webhook_id } }
  const update = () => refresh(queries, [showWebhook, listWebhooks, listDeliveries])
  const close = () => setAsked(undefined)
  const doAtOnce = async (name: string, work: () => Promise<unknown>, message: string) => {
    setBusy(name)
    setSaid('')
    onProblem(undefined)
    await work().then(() => setSaid(message), onProblem)
    await update()
    setBusy(undefined)
  }
  const button = (name: string, onClick: () => void, isDisabled = false) => (
    <Button size="xs" variant="default" loading={busy === name} disabled={isDisabled} onClick={onClick}>
      {name}
    </Button>
  )
  const dialogs: Readonly<Record<Asked, ReactNode>> = {
    change: <ChangeWebhookDialog webhook={webhook} onClose={close} />,
    pause: (
      <FormDialog
        title="Pause this webhook?"
        submitLabel="Pause"
        onClose={close}
        onSubmit={async () => {
          await call(changeWebhook, { ...one, body: { enabled: false } })
          await update()
        }}
      >
        <Text size="sm">
          What happens while it is paused it is never told. What waits for it already goes out when it goes on.
        </Text>
      </FormDialog>
    ),
    renew: (
      <FormDialog
        title="Make a new secret?"
        submitLabel="Make a new secret"
        isDestructive
        onClose={close}
        onSubmit={async () => {
          onRenewed(await call(renewWebhookSecret, one))
          await update()
        }}
      >
        <Text size="sm">
          The old one is good for nothing from that moment on: the receiver refuses what it is told until it knows the
          new one.
        </Text>
      </FormDialog>
    ),
    delete: (
      <FormDialog
        title="Delete this webhook?"
        submitLabel="Delete the webhook"
        isDestructive
        onClose={close}
        onSubmit={async () => {
          await call(deleteWebhook, one)
          await refresh(queries, [listWebhooks])
          await navigate({ to: '/webhooks' })
        }}
      >
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {webhook.url} is told nothing any more; what waits for it and what was given up is gone with it.
        </Text>
      </FormDialog>
    ),
  }
  return (
    <>
      {button(
        'Send a test',
        () => void doAtOnce('Send a test', () => call(testWebhook, one), 'A test is on its way.'),
        !webhook.enabled,
      )}
      {webhook.enabled
        ? button('Pause …', () => setAsked('pause'))
        : button(
            'Go on',
            () =>
              void doAtOnce(
                'Go on',
                () => call(changeWebhook, { ...one, body: { enabled: true } }),
                'The webhook is told what happens again.',
              ),
          )}
      {button('Change …', () => setAsked('change'))}
      {button('New secret …', () => setAsked('renew'))}
      {button('Delete …', () => setAsked('delete'))}
      {/* The page shows it: what is tested stands in the list, and whether it is on. */}
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      {asked !== undefined && dialogs[asked]}
    </>
  )
}
