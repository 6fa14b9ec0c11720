import { Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { actionTypes } from '@muster/core/action/types/index.ts'
import type { DeferRule } from '@muster/core/agent/defer-rule.ts'
import type { CurrentAgentPolicy } from '@muster/core/api/agent-policy.ts'
import { type FormEvent, useState } from 'react'
import { useChange, useLook } from '../../api/queries.ts'
import { changeAgentPolicy, showAgentPolicy, showSettings } from '../../api/settings.ts'
import { Card } from '../../components/card.tsx'
import { Loading } from '../../components/loading.tsx'
import { Moment } from '../../components/moment.tsx'
import { Problem } from '../../components/problem.tsx'
import { DeferRuleForm } from './defer-rule-form.tsx'

/** When devices put off what their agents are asked to do: on battery, on a metered connection, at quiet times. */
export function PolicyTab({ mayChange }: { mayChange: boolean }) {
  const { data, error, refetch } = useLook(showAgentPolicy, {})
  if (data === undefined) {
    return error === null ? (
      <Loading />
    ) : (
      <Problem error={error} title="The policy could not be loaded" onRetry={() => void refetch()} />
    )
  }
  return <PolicyForm key={data.changed_at ?? ''} given={data} mayChange={mayChange} />
}

const agentTypes = actionTypes.filter((type) => type.effect({}).kind === 'send-command')

function PolicyForm({ given, mayChange }: { given: CurrentAgentPolicy; mayChange: boolean }) {
  const [defer, setDefer] = useState<Readonly<Record<string, DeferRule>>>(given.defer)
  const saving = useChange(changeAgentPolicy, { refreshes: [showAgentPolicy, showSettings] })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate({ body: { defer } }, { onSuccess: () => notifications.show({ message: 'The policy is changed.' }) })
  }
  const setRule = (type: string, rule: DeferRule | undefined) => {
    const { [type]: _, ...others } = defer
    setDefer(rule === undefined ? others : { ...others, [type]: rule })
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">
          The rule is signed with each action. What cannot be told of a device puts nothing off.
          {given.changed_at !== null && (
            <>
              {' '}
              Changed <Moment at={given.changed_at} /> by {given.changed_by ?? 'nobody known'}.
            </>
          )}
        </Text>
        <fieldset disabled={!mayChange} style={{ border: 'none', margin: 0, padding: 0 }}>
          <Stack>
            {agentTypes.map(({ name, label }) => (
              <Card key={name} title={label}>
                <DeferRuleForm label={label} rule={defer[name]} onChange={(rule) => setRule(name, rule)} />
              </Card>
            ))}
          </Stack>
        </fieldset>
        {saving.error !== null && <Problem error={saving.error} title="The policy could not be changed" />}
        {mayChange && (
          <Group>
            <Button type="submit" loading={saving.isPending}>
              Save
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  )
}
