import { Anchor, Progress, Text } from '@mantine/core'
import { findActionType } from '@muster/core/action/find-action-type.ts'
import type { TargetState } from '@muster/core/action/life-cycle.ts'
import type { Action, Target } from '@muster/core/api/actions.ts'
import type { DataTableColumn } from 'mantine-datatable'
import { listTargets } from '../../api/actions.ts'
import { addressOf } from '../../api/endpoint.ts'
import { useLook } from '../../api/queries.ts'
import { stateColors, stateWords } from '../../components/action-words.ts'
import { DataList } from '../../components/data-list.tsx'
import { Empty } from '../../components/empty.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageTurner } from '../../components/page-turner.tsx'
import { Dot } from '../../components/status-dot.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useCursorPages } from '../../components/use-cursor-pages.ts'
import type { LiveChanges } from './use-action-live.ts'

const pageSize = 100
const refreshSeconds = 3

interface TargetTableProps {
  readonly action: Action
  readonly state: TargetState | undefined
  readonly changes: LiveChanges
  readonly isLive: boolean
}

export function TargetTable({ action, state, changes, isLive }: TargetTableProps) {
  const pages = useCursorPages(`${action.action_id} ${state}`)
  const { data, error, isFetching, isPlaceholderData, refetch } = useLook(
    listTargets,
    {
      params: { action_id: action.action_id },
      query: { limit: pageSize, ...(state && { state }), ...(pages.cursor !== undefined && { cursor: pages.cursor }) },
    },
    // Events change what is shown; who comes into the list of one state, and who leaves it, is asked.
    { keepOld: true, ...(isLive && state !== undefined && { refreshSeconds }) },
  )
  const items = data?.items.map((target) => ({ ...target, ...changes.byPosition.get(target.position) }))
  return (
    <div>
      <DataList<Target>
        label={state === undefined ? 'Devices of the action' : `Devices: ${stateWords[state].toLowerCase()}`}
        items={items}
        idOf={({ position }) => String(position)}
        columns={columnsOf(action)}
        isLoading={isFetching && (data === undefined || isPlaceholderData)}
        error={data === undefined ? error : null}
        onRetry={() => void refetch()}
        empty={<Empty title="No device is in this state any more" />}
      />
      <PageTurner
        pages={pages}
        size={pageSize}
        shown={data?.items.length ?? 0}
        nextCursor={data?.next_cursor}
        total={state === undefined ? action.target_count : action.counts[state]}
      />
    </div>
  )
}

function columnsOf(action: Action): DataTableColumn<Target>[] {
  const effect = findActionType(action.type)?.effect(action.params as never)
  const hasReports = effect?.kind === 'send-command' && effect.command.report !== undefined
  const columns: DataTableColumn<Target>[] = [
    {
      accessor: 'hostname',
      title: 'Device',
      noWrap: true,
      render: ({ device_id, hostname, identifier }) =>
        device_id === null ? (
          identifier
        ) : (
          <TextLink to="/devices/$device_id" params={{ device_id }}>
            {hostname || device_id}
          </TextLink>
        ),
    },
    { accessor: 'state', title: 'State', noWrap: true, width: 220, render: stateCell },
    {
      accessor: 'message',
      title: 'What it says',
      render: (target) => (
        <Text size="sm" lineClamp={2}>
          {sayWhy(target)}
        </Text>
      ),
    },
    {
      accessor: 'ended_at',
      title: 'Ended',
      noWrap: true,
      width: 140,
      render: ({ ended_at }) => <Moment at={ended_at} none="–" />,
    },
  ]
  if (hasReports) columns.push({ accessor: 'report', title: 'Report', noWrap: true, width: 110, render: reportCell })
  return columns
}

function stateCell({ state, progress }: Target) {
  return (
    <>
      <Dot color={stateColors[state]}>
        {progress !== null && state === 'running' ? `${stateWords[state]}, ${progress} %` : stateWords[state]}
      </Dot>
      {progress !== null && state === 'running' && <Progress value={progress} size={4} mt={2} aria-label="Progress" />}
    </>
  )
}

function sayWhy({ message, state, retry_at, expected_at }: Target) {
  if (state === 'deferred' && retry_at !== null) {
    return (
      <>
        {message} Tries again <Moment at={retry_at} />
      </>
    )
  }
  if (message === null && state === 'queued' && expected_at !== null) {
    return (
      <>
        Usually connects <Moment at={expected_at} />.
      </>
    )
  }
  return message
}

/** A log bundle, or findings: what a command brought back. */
function reportCell({ state, command_id }: Target) {
  if (state !== 'succeeded' || command_id === null) return '–'
  const address = addressOf('/api/v1/commands/{command_id}/report', { params: { command_id } })
  return (
    <Anchor href={address} download size="sm">
      Download
    </Anchor>
  )
}
