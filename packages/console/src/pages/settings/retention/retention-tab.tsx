import { Button, Group, List, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { CurrentRetention, Retention } from '@muster/core/api/retention.ts'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '../../../api/call.ts'
import { refresh, useLook } from '../../../api/queries.ts'
import { changeRetention, showRetention, showSettings } from '../../../api/settings.ts'
import { FormDialog } from '../../../components/form-dialog.tsx'
import { Loading } from '../../../components/loading.tsx'
import { Moment } from '../../../components/moment.tsx'
import { Problem } from '../../../components/problem.tsx'
import { useFieldErrors } from '../../../components/use-field-errors.ts'
import { retentionKindWords } from './retention-kinds.ts'
import { RetentionRow } from './retention-row.tsx'
import { whatGoesSooner } from './what-goes-sooner.ts'

/** How long the account keeps what. */
export function RetentionTab({ mayChange }: { mayChange: boolean }) {
  const { data, error, refetch } = useLook(showRetention, {})
  if (data === undefined) {
    return error === null ? (
      <Loading />
    ) : (
      <Problem error={error} title="The retention could not be loaded" onRetry={() => void refetch()} />
    )
  }
  return <RetentionForm key={data.changed_at ?? ''} given={data} mayChange={mayChange} />
}

function RetentionForm({ given, mayChange }: { given: CurrentRetention; mayChange: boolean }) {
  const { changed_at: changedAt, changed_by: changedBy, runs, ...before } = given
  const queries = useQueryClient()
  const { errorOf, noting } = useFieldErrors('deleted_devices_days')
  const [retention, setRetention] = useState<Retention>(before)
  const [isAsked, setAsked] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const sooner = whatGoesSooner(before, retention)
  const save = async () => {
    await noting(call(changeRetention, { body: retention }))
    notifications.show({ message: 'The retention is changed.' })
    await refresh(queries, [showRetention, showSettings])
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setProblem(undefined)
    if (sooner.length > 0) return setAsked(true)
    setBusy(true)
    await save().catch(setProblem)
    setBusy(false)
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm" maw={900}>
        <Text size="sm">
          A job removes every hour what is older. The audit log is kept for ever.
          {changedAt !== null && (
            <>
              {' '}
              Changed <Moment at={changedAt} /> by {changedBy ?? 'nobody known'}.
            </>
          )}
        </Text>
        {retentionKindWords.map((words) => (
          <RetentionRow
            key={words.kind}
            {...words}
            retention={retention}
            run={runs.find(({ kind }) => kind === words.kind)}
            error={errorOf(`${words.kind}_days`)}
            onChange={mayChange ? setRetention : undefined}
          />
        ))}
        {problem !== undefined && <Problem error={problem} title="The retention could not be changed" />}
        {mayChange && (
          <Group>
            <Button type="submit" loading={isBusy}>
              {sooner.length > 0 ? 'Save …' : 'Save'}
            </Button>
          </Group>
        )}
      </Stack>
      {isAsked && (
        <FormDialog
          title="Keep this for less long?"
          submitLabel="Keep it for less long"
          isDestructive
          onClose={() => setAsked(false)}
          onSubmit={save}
        >
          <List size="sm">
            {sooner.map((sentence) => (
              <List.Item key={sentence}>{sentence}</List.Item>
            ))}
          </List>
          <Text size="sm">
            What is older goes with the next run, within the hour. What was removed does not come back.
          </Text>
        </FormDialog>
      )}
    </form>
  )
}
