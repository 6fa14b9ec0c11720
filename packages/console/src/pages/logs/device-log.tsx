import { Group } from '@mantine/core'
import { findActionType } from '@muster/core/action/find-action-type.ts'
import type { TargetState } from '@muster/core/action/life-cycle.ts'
import type { DeviceLogEntry, DeviceLogFilter } from '@muster/core/api/device-log.ts'
import type { DataTableColumn } from 'mantine-datatable'
import { addressOf } from '../../api/endpoint.ts'
import { listDeviceLog } from '../../api/logs.ts'
import { useLook } from '../../api/queries.ts'
import { stateColors, stateWords } from '../../components/action-words.ts'
import { Actor } from '../../components/actor.tsx'
import { DataList } from '../../components/data-list.tsx'
import { DownloadMenu } from '../../components/download-menu.tsx'
import { Empty } from '../../components/empty.tsx'
import { eventWords } from '../../components/event-words.ts'
import { Moment } from '../../components/moment.tsx'
import { PageTurner } from '../../components/page-turner.tsx'
import { Dot } from '../../components/status-dot.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useCursorPages } from '../../components/use-cursor-pages.ts'

const pageSize = 100

export function DeviceLog({ filter }: { filter: DeviceLogFilter }) {
  const pages = useCursorPages('')
  const { data, error, isFetching, isPlaceholderData, refetch } = useLook(
    listDeviceLog,
    { query: { ...filter, limit: pageSize, ...(pages.cursor !== undefined && { cursor: pages.cursor }) } },
    { keepOld: true },
  )
  return (
    <>
      <DataList<DeviceLogEntry>
        label="Device events"
        items={data?.items}
        idOf={(entry) => `${entry.at} ${entry.device_id} ${entry.event} ${entry.action_id}`}
        columns={columns}
        isLoading={isFetching && (data === undefined || isPlaceholderData)}
        error={data === undefined ? error : null}
        onRetry={() => void refetch()}
        empty={<Empty title="Nothing happened to devices in this time" />}
      />
      <Group justify="space-between" mt="sm">
        <DownloadMenu
          label="Export"
          items={[
            ['CSV', addressOf('/api/v1/device-log.csv', { query: filter })],
            ['NDJSON', addressOf('/api/v1/device-log.ndjson', { query: filter })],
          ]}
        />
        <PageTurner pages={pages} size={pageSize} shown={data?.items.length ?? 0} nextCursor={data?.next_cursor} />
      </Group>
    </>
  )
}

const columns: DataTableColumn<DeviceLogEntry>[] = [
  { accessor: 'at', title: 'When', noWrap: true, render: ({ at }) => <Moment at={at} as="full" /> },
  {
    accessor: 'hostname',
    title: 'Device',
    noWrap: true,
    render: ({ device_id, hostname }) => (
      <TextLink to="/devices/$device_id" params={{ device_id }}>
        {hostname || device_id}
      </TextLink>
    ),
  },
  { accessor: 'event', title: 'What', noWrap: true, render: whatCell },
  {
    accessor: 'state',
    title: 'Outcome',
    noWrap: true,
    render: ({ state }) =>
      state === null ? (
        '–'
      ) : (
        <Dot color={stateColors[state as TargetState] ?? 'gray'}>{stateWords[state as TargetState] ?? state}</Dot>
      ),
  },
  { accessor: 'user', title: 'Who, through what', noWrap: true, render: (entry) => <Actor {...entry} /> },
]

function whatCell({ event, action_id }: DeviceLogEntry) {
  const words = findActionType(event)?.label ?? eventWords[event] ?? eventWords[`device.${event}`] ?? event
  if (action_id === null || findActionType(event) === undefined) return words
  return (
    <TextLink to="/actions/$action_id" params={{ action_id }}>
      {words}
    </TextLink>
  )
}
