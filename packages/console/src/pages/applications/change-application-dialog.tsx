import { Text, TextInput } from '@mantine/core'
import type { Application, CreatedApplication } from '@muster/core/api/applications.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeApplication, listApplications } from '../../api/applications.ts'
import { call } from '../../api/call.ts'
import { refresh } from '../../api/queries.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { orderOf, type Way, WayFields } from './way-fields.tsx'

interface ChangeApplicationDialogProps {
  readonly application: Application
  /** Only where it became confidential, and so has a new secret. */
  readonly onNewSecret: (application: CreatedApplication) => void
  readonly onClose: () => void
}

export function ChangeApplicationDialog({ application, onNewSecret, onClose }: ChangeApplicationDialogProps) {
  const queries = useQueryClient()
  const wasPublic = application.client_type === 'public'
  const [name, setName] = useState(application.name)
  const [way, setWay] = useState<Way>({ addresses: application.redirect_uris.join('\n'), isPublic: wasPublic })
  const submit = async () => {
    const changed = await call(changeApplication, {
      params: { app_id: application.app_id },
      body: { name, ...orderOf(way) },
    })
    if (changed.client_secret !== null) onNewSecret(changed)
    await refresh(queries, [listApplications])
  }
  return (
    <FormDialog title={`Change ${application.name}`} submitLabel="Save" onSubmit={submit} onClose={onClose}>
      <TextInput
        label="Name"
        required
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        data-autofocus
      />
      <WayFields way={way} onChange={setWay} />
      {way.isPublic !== wasPublic && (
        <Text size="sm">
          {wasPublic ? 'It gets a secret, which is shown this once.' : 'Its secret works no longer.'}
        </Text>
      )}
    </FormDialog>
  )
}
