import { Button, Menu } from '@mantine/core'
import { findActionType } from '@muster/core/action/find-action-type.ts'
import type { Action } from '@muster/core/api/actions.ts'
import { useState } from 'react'
import { planRetry, planUndo, retryAction, undoAction } from '../../api/actions.ts'
import { addressOf } from '../../api/endpoint.ts'
import { countIn, failedStates, openStates } from '../../components/action-words.ts'
import { countOf } from '../../components/count.ts'
import { icons } from '../../components/icons.tsx'
import { useMay } from '../../session/use-session.ts'
import { CancelButton } from './cancel-button.tsx'
import { FollowUp } from './follow-up.tsx'

/** What can be done with an action that was done: stop it, try again, take back, take home. */
export function ActionButtons({ action }: { action: Action }) {
  const mayAct = useMay('actions')
  const [followUp, setFollowUp] = useState<'retry' | 'undo'>()
  const { action_id, type, counts, can_undo } = action
  const failed = countIn(counts, failedStates)
  const isOpen = countIn(counts, openStates) > 0
  const params = { action_id }
  const label = findActionType(type)?.label ?? type
  return (
    <>
      <Downloads action={action} />
      {mayAct && failed > 0 && (
        <Button variant="default" size="xs" leftSection={icons.refresh} onClick={() => setFollowUp('retry')}>
          Retry {countOf(failed, 'device')} …
        </Button>
      )}
      {mayAct && can_undo && (counts.succeeded ?? 0) > 0 && (
        <Button variant="default" size="xs" onClick={() => setFollowUp('undo')}>
          Undo …
        </Button>
      )}
      {mayAct && isOpen && <CancelButton action={action} />}
      {followUp === 'retry' && (
        <FollowUp
          title="Try again on the devices where it failed"
          label={`${label}, once more`}
          isDestructive={type === 'delete'}
          makePlan={{ endpoint: planRetry, input: { params, body: {} } }}
          apply={{ endpoint: retryAction, toInput: (plan) => ({ params, body: { plan }, query: { targets: false } }) }}
          onClose={() => setFollowUp(undefined)}
        />
      )}
      {followUp === 'undo' && (
        <FollowUp
          title="Make the devices as they were before"
          label={`Undo “${label}”`}
          makePlan={{ endpoint: planUndo, input: { params } }}
          apply={{ endpoint: undoAction, toInput: (plan) => ({ params, body: { plan }, query: { targets: false } }) }}
          onClose={() => setFollowUp(undefined)}
        />
      )}
    </>
  )
}

function Downloads({ action: { action_id, type, params, counts } }: { action: Action }) {
  const effect = findActionType(type)?.effect(params as never)
  const report = effect?.kind === 'send-command' ? effect.command.report : undefined
  if (report === undefined || (counts.succeeded ?? 0) === 0) return null
  if (report === 'agent_log') {
    return (
      <Button
        component="a"
        href={addressOf('/api/v1/actions/{action_id}/reports.zip', { params: { action_id } })}
        download
        variant="default"
        size="xs"
        leftSection={icons.download}
      >
        All logs (ZIP)
      </Button>
    )
  }
  const findings = (format: 'csv' | 'json') => addressOf(`/api/v1/findings.${format}`, { query: { action_id } })
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={icons.download}>
          Findings
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={findings('csv')} download>
          CSV
        </Menu.Item>
        <Menu.Item component="a" href={findings('json')} download>
          JSON
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
