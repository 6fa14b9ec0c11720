import { Button, Group, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { IdentityFields } from '@muster/core/api/identity-fields.ts'
import { faultsOfQuestion, type IdentityField } from '@muster/core/identity/identity-question.ts'
import { type FormEvent, useState } from 'react'
import { useChange, useLook } from '../../api/queries.ts'
import { changeIdentityFields, showIdentityFields } from '../../api/settings.ts'
import { Card } from '../../components/card.tsx'
import { Loading } from '../../components/loading.tsx'
import { Problem } from '../../components/problem.tsx'
import { IdentityFieldRow } from './identity-field-row.tsx'

/** What devices' users are asked by “Ask for identity again”, from now on. */
export function IdentityTab({ mayChange }: { mayChange: boolean }) {
  const { data, error, refetch } = useLook(showIdentityFields, {})
  if (data === undefined) {
    return error === null ? (
      <Loading />
    ) : (
      <Problem error={error} title="The fields could not be loaded" onRetry={() => void refetch()} />
    )
  }
  return <IdentityForm key={data.modified_at ?? ''} given={data} mayChange={mayChange} />
}

function IdentityForm({ given, mayChange }: { given: IdentityFields; mayChange: boolean }) {
  const [question, setQuestion] = useState(() => ({
    asked_by: given.asked_by,
    purpose: given.purpose,
    // Rows come and go: each has a key of its own.
    fields: given.fields.map((field, key) => ({ key, field })),
  }))
  const [nextKey, setNextKey] = useState(given.fields.length)
  const saving = useChange(changeIdentityFields, { refreshes: [showIdentityFields] })
  const body = { ...question, fields: question.fields.map(({ field }) => field) }
  const faults = faultsOfQuestion(body)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate({ body }, { onSuccess: () => notifications.show({ message: 'The question is changed.' }) })
  }
  const setField = (key: number, field: IdentityField) =>
    setQuestion({ ...question, fields: question.fields.map((row) => (row.key === key ? { key, field } : row)) })
  const add = () => {
    const field: IdentityField = { name: `field_${nextKey + 1}`, label: 'New field', kind: 'text', required: false }
    setQuestion({ ...question, fields: [...question.fields, { key: nextKey, field }] })
    setNextKey(nextKey + 1)
  }
  return (
    <Card title="What users are asked">
      <form onSubmit={submit}>
        <fieldset disabled={!mayChange} style={{ border: 'none', margin: 0, padding: 0 }}>
          <Stack maw={860}>
            <TextInput
              label="Who asks"
              required
              value={question.asked_by}
              onChange={({ currentTarget }) => setQuestion({ ...question, asked_by: currentTarget.value })}
            />
            <TextInput
              label="What for"
              description="Users read it: it is personal data."
              required
              value={question.purpose}
              onChange={({ currentTarget }) => setQuestion({ ...question, purpose: currentTarget.value })}
            />
            {question.fields.map(({ key, field }, index) => (
              <IdentityFieldRow
                key={key}
                number={index + 1}
                field={field}
                onChange={(next) => setField(key, next)}
                onRemove={
                  question.fields.length === 1
                    ? undefined
                    : () => setQuestion({ ...question, fields: question.fields.filter((row) => row.key !== key) })
                }
              />
            ))}
            {faults.map(({ field, message }) => (
              <Problem key={`${field} ${message}`} error={new Error(message)} title={field} />
            ))}
            {saving.error !== null && <Problem error={saving.error} title="The question could not be changed" />}
            {mayChange && (
              <Group>
                <Button variant="default" onClick={add}>
                  Add a field
                </Button>
                <Button type="submit" loading={saving.isPending} disabled={faults.length > 0}>
                  Save
                </Button>
              </Group>
            )}
          </Stack>
        </fieldset>
      </form>
    </Card>
  )
}
