import { TextInput } from '@mantine/core'
import type { Webhook, WebhookChange } from '@muster/core/api/webhooks.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { refresh } from '../../api/queries.ts'
import { changeWebhook, listWebhooks, showWebhook } from '../../api/webhooks.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { useFieldErrors } from '../../components/use-field-errors.ts'
import { EventTypeFields } from '../webhooks/event-type-fields.tsx'

/** Its format stays what it is: what a receiver is told in another form is another webhook. */
export function ChangeWebhookDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const queries = useQueryClient()
  const { errorOf, noting } = useFieldErrors('url', 'description', 'event_types')
  const [url, setUrl] = useState(webhook.url)
  const [description, setDescription] = useState(webhook.description)
  const [types, setTypes] = useState<readonly string[]>(webhook.event_types)
  const submit = async () => {
    const told = webhook.format === 'events' ? { event_types: types as NonNullable<WebhookChange['event_types']> } : {}
    const body = { url: url.trim(), description, ...told }
    await noting(call(changeWebhook, { params: { webhook_id: webhook.webhook_id }, body }))
    await refresh(queries, [showWebhook, listWebhooks])
  }
  return (
    <FormDialog title="Change this webhook" submitLabel="Save" onSubmit={submit} onClose={onClose}>
      <TextInput
        label="Address"
        required
        value={url}
        error={errorOf('url')}
        onChange={({ currentTarget }) => setUrl(currentTarget.value)}
        data-autofocus
      />
      <TextInput
        label="Description"
        value={description}
        error={errorOf('description')}
        onChange={({ currentTarget }) => setDescription(currentTarget.value)}
      />
      {webhook.format === 'events' && (
        <EventTypeFields
          value={types}
          onChange={setTypes}
          error={errorOf('event_types') ?? (types.length === 0 ? 'Choose at least one.' : undefined)}
        />
      )}
    </FormDialog>
  )
}
