import { Radio, Stack, TextInput } from '@mantine/core'
import type { NewWebhook, Webhook, WebhookWithSecret } from '@muster/core/api/webhooks.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { refresh } from '../../api/queries.ts'
import { createWebhook, listWebhooks } from '../../api/webhooks.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { useFieldErrors } from '../../components/use-field-errors.ts'
import { EventTypeFields } from './event-type-fields.tsx'

interface NewWebhookDialogProps {
  readonly onCreated: (webhook: WebhookWithSecret) => void
  readonly onClose: () => void
}

export function NewWebhookDialog({ onCreated, onClose }: NewWebhookDialogProps) {
  const queries = useQueryClient()
  const { errorOf, noting } = useFieldErrors('url', 'secret', 'event_types', 'description')
  const [format, setFormat] = useState<Webhook['format']>('events')
  const [url, setUrl] = useState('')
  const [description, setDescription] = useState('')
  const [types, setTypes] = useState<string[]>(['device.status_changed'])
  const [secret, setSecret] = useState('')
  const submit = async () => {
    const own =
      format === 'events'
        ? { event_types: types as NonNullable<NewWebhook['event_types']> }
        : { ...(secret !== '' && { secret }) }
    onCreated(await noting(call(createWebhook, { body: { format, url: url.trim(), description, ...own } })))
    await refresh(queries, [listWebhooks])
  }
  return (
    <FormDialog title="New webhook" submitLabel="Create" onSubmit={submit} onClose={onClose}>
      <TextInput
        label="Address"
        description="Where this server posts to: https, and no address of a private network."
        placeholder="https://siem.example.com/muster"
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
      <Radio.Group label="Format" value={format} onChange={(value) => setFormat(value as Webhook['format'])}>
        <Stack gap="xs" mt="xs">
          <Radio
            value="events"
            label="Signed events"
            description="Each event as JSON, signed as Standard Webhooks has it."
          />
          <Radio
            value="device_statuses"
            label="Callback URL of an existing integration"
            description="Changes of status as the vendor sends them, with an API key; one an account."
          />
        </Stack>
      </Radio.Group>
      {format === 'events' ? (
        <EventTypeFields
          value={types}
          onChange={setTypes}
          error={errorOf('event_types') ?? (types.length === 0 ? 'Choose at least one.' : undefined)}
        />
      ) : (
        <TextInput
          label="API key"
          description="What the receiver expects in Authorization, 16 characters or more. Left empty, one is made."
          autoComplete="off"
          value={secret}
          error={errorOf('secret')}
          onChange={({ currentTarget }) => setSecret(currentTarget.value)}
        />
      )}
    </FormDialog>
  )
}
