import { Group, SegmentedControl, Select, Stack } from '@mantine/core'
import { actionTypes } from '@muster/core/action/types/index.ts'
import type { Action } from '@muster/core/api/actions.ts'
import { channels } from '@muster/core/audit/audit-event.ts'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { DataTableColumn } from 'mantine-datatable'
import { listActions } from '../../api/actions.ts'
import { useLook } from '../../api/queries.ts'
import { channelWords } from '../../components/action-words.ts'
import { Actor } from '../../components/actor.tsx'
import { formatNumber } from '../../components/count.ts'
import { DataList } from '../../components/data-list.tsx'
import { Empty } from '../../components/empty.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { PageTurner } from '../../components/page-turner.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useCursorPages } from '../../components/use-cursor-pages.ts'
import { useMay } from '../../session/use-session.ts'
import { ActionStateDot } from '../action/action-state.tsx'
import { describeParams } from '../action/describe-params.ts'

const pageSize = 50
const refreshSeconds = 5

const labels = new Map(actionTypes.map(({ name, label }) => [name, label]))

export function ActionsPage() {
  const search = useSearch({ from: '/app/actions' })
  const navigate = useNavigate()
  const mayAct = useMay('actions')
  const pages = useCursorPages(JSON.stringify(search))
  const { data, error, isFetching, isPlaceholderData, refetch } = useLook(
    listActions,
    { query: { ...search, limit: pageSize, ...(pages.cursor !== undefined && { cursor: pages.cursor }) } },
    { keepOld: true, refreshSeconds },
  )
  const set = (change: Partial<typeof search>) =>
    void navigate({ to: '/actions', search: { ...search, ...change }, replace: true })
  return (
    <>
      <PageHead title="Actions" />
      <Stack gap="sm">
        <Group gap="xs" role="search" aria-label="Filter of the actions">
          <SegmentedControl
            size="xs"
            aria-label="Which actions"
            data={[
              { value: 'all', label: 'All' },
              { value: 'waiting', label: 'Running' },
            ]}
            value={search.waiting === true ? 'waiting' : 'all'}
            onChange={(value) => set({ waiting: value === 'waiting' ? true : undefined })}
          />
          <Select
            size="xs"
            aria-label="Type"
            placeholder="Type"
            clearable
            data={actionTypes.map(({ name, label }) => ({ value: name, label }))}
            value={search.type ?? null}
            onChange={(type) => set({ type: type ?? undefined })}
          />
          <Select
            size="xs"
            aria-label="Through what"
            placeholder="Through what"
            clearable
            data={channels
              .filter((channel) => channel !== 'agent')
              .map((channel) => ({ value: channel, label: channelWords[channel] }))}
            value={search.channel ?? null}
            onChange={(channel) => set({ channel: channel ?? undefined })}
          />
        </Group>
        <DataList<Action>
          label="Actions"
          items={data?.items}
          idOf={({ action_id }) => action_id}
          columns={columns}
          isLoading={isFetching && (data === undefined || isPlaceholderData)}
          error={data === undefined ? error : null}
          onRetry={() => void refetch()}
          empty={
            <Empty title="No actions">
              {mayAct ? (
                <>
                  Select devices in the <TextLink to="/devices">list of devices</TextLink> and choose what to do with
                  them.
                </>
              ) : (
                'What operators, scripts and schedules do to devices stands here.'
              )}
            </Empty>
          }
        />
      </Stack>
      <PageTurner pages={pages} size={pageSize} shown={data?.items.length ?? 0} nextCursor={data?.next_cursor} />
    </>
  )
}

const columns: DataTableColumn<Action>[] = [
  {
    accessor: 'type',
    title: 'Action',
    noWrap: true,
    render: (action) => (
      <>
        <TextLink to="/actions/$action_id" params={{ action_id: action.action_id }} fw={500}>
          {labels.get(action.type) ?? action.type}
        </TextLink>{' '}
        {describeParams(action)}
      </>
    ),
  },
  {
    accessor: 'target_count',
    title: 'Devices',
    textAlign: 'right',
    render: ({ target_count }) => formatNumber(target_count),
  },
  { accessor: 'state', title: 'State', noWrap: true, render: (action) => <ActionStateDot action={action} /> },
  { accessor: 'user', title: 'Who, through what', noWrap: true, render: (action) => <Actor {...action} /> },
  { accessor: 'created_at', title: 'When', noWrap: true, render: ({ created_at }) => <Moment at={created_at} /> },
]
