import { Checkbox, NumberInput, Stack, TextInput } from '@mantine/core'
import type { CreatedApplication, NewApplication } from '@muster/client/index.ts'
import { actionTypes } from '@muster/core/action/types/index.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { createApplication, listApplications } from '../../api/applications.ts'
import { call } from '../../api/call.ts'
import { refresh } from '../../api/queries.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { orderOf, type Way, WayFields } from './way-fields.tsx'

/** Which there are is what the boxes offer. */
type Scopes = NonNullable<NewApplication['scopes']>

interface NewApplicationDialogProps {
  readonly onCreated: (application: CreatedApplication) => void
  readonly onClose: () => void
}

export function NewApplicationDialog({ onCreated, onClose }: NewApplicationDialogProps) {
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<string[]>(['read'])
  const [limit, setLimit] = useState<number>()
  const [way, setWay] = useState<Way>({ addresses: '', isPublic: false })
  const mayAll = scopes.includes('actions')
  const submit = async () => {
    const kept = mayAll ? scopes.filter((scope) => !scope.startsWith('actions:')) : scopes
    onCreated(
      await call(createApplication, {
        body: { name, scopes: kept as Scopes, ...orderOf(way), ...(limit !== undefined && { rate_limit: limit }) },
      }),
    )
    await refresh(queries, [listApplications])
  }
  return (
    <FormDialog title="New application" submitLabel="Create" onSubmit={submit} onClose={onClose}>
      <TextInput
        label="Name"
        required
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        data-autofocus
      />
      <Checkbox.Group
        label="It may"
        value={scopes}
        onChange={setScopes}
        error={scopes.length === 0 && 'Choose at least one.'}
      >
        <Stack gap={6} mt="xs">
          <Checkbox value="read" label="Look at everything" size="sm" />
          <Checkbox value="actions" label="Do every action" size="sm" />
          {!mayAll &&
            actionTypes.map(({ name: type, label }) => (
              <Checkbox key={type} value={`actions:${type}`} label={label} size="sm" ml="lg" />
            ))}
        </Stack>
      </Checkbox.Group>
      <NumberInput
        label="Requests a minute, for each API"
        description="Left empty: as the server says."
        min={1}
        max={1_000_000}
        allowDecimal={false}
        value={limit ?? ''}
        onChange={(value) => setLimit(value === '' ? undefined : Number(value))}
      />
      <WayFields way={way} onChange={setWay} />
    </FormDialog>
  )
}
