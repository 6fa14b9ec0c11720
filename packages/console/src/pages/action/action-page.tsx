import { Group, Stack, Text } from '@mantine/core'
import { findActionType } from '@muster/core/action/find-action-type.ts'
import type { TargetState } from '@muster/core/action/life-cycle.ts'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { describeBrake } from '../../components/action-words.ts'
import { Actor } from '../../components/actor.tsx'
import { countOf } from '../../components/count.ts'
import { Gone } from '../../components/gone.tsx'
import { Loading } from '../../components/loading.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Problem } from '../../components/problem.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { ActionButtons } from './action-buttons.tsx'
import { ActionStateDot, LiveNote } from './action-state.tsx'
import { CountsBar } from './counts-bar.tsx'
import { describeParams } from './describe-params.ts'
import { DeviceGrid } from './device-grid.tsx'
import { TargetTable } from './target-table.tsx'
import { useActionLive } from './use-action-live.ts'

/** One action while it goes on, and what became of it on each device. */
export function ActionPage() {
  const { action_id: actionId } = useParams({ from: '/app/actions/$action_id' })
  const { action, changes, state: liveState } = useActionLive(actionId)
  const [shown, setShown] = useState<TargetState>()
  if (action.error?.status === 404 && action.data === undefined) {
    return (
      <Gone title="Action" what="action">
        The address may be mistyped. <TextLink to="/actions">To the actions</TextLink>
      </Gone>
    )
  }
  if (action.error !== null && action.data === undefined) {
    return (
      <>
        <PageHead title="Action" />
        <Problem error={action.error} title="The action could not be loaded" onRetry={() => void action.refetch()} />
      </>
    )
  }
  if (action.data === undefined) {
    return (
      <>
        <PageHead title="Action" />
        <Loading />
      </>
    )
  }
  const { data } = action
  const label = findActionType(data.type)?.label ?? data.type
  return (
    <>
      <PageHead title={label} aside={countOf(data.target_count, 'device')}>
        <ActionButtons action={data} />
      </PageHead>
      <Stack gap="md">
        <Group gap="lg" c="dimmed" fz="sm">
          <ActionStateDot action={data} />
          <span>
            <Moment at={data.created_at} as="full" />
          </span>
          <Actor channel={data.channel} user={data.user} application={data.application} />
          {describeParams(data) !== '' && (
            <Text span inherit>
              {describeParams(data)}
            </Text>
          )}
          {data.brake !== null && data.state === 'waiting' && (
            <Text span inherit>
              {describeBrake(data.brake)}
            </Text>
          )}
          {data.origin && (
            <TextLink to="/actions/$action_id" params={{ action_id: data.origin.action_id }}>
              {data.origin.kind === 'retry' ? 'Retry of an action' : 'Undoes an action'}
            </TextLink>
          )}
          {data.state === 'waiting' && <LiveNote state={liveState} />}
        </Group>
        <CountsBar action={data} shown={shown} onShow={setShown} />
        <DeviceGrid key={actionId} action={data} changes={changes} />
        <TargetTable
          key={`${actionId} ${shown}`}
          action={data}
          state={shown}
          changes={changes}
          isLive={liveState === 'live' && data.state === 'waiting'}
        />
      </Stack>
    </>
  )
}
