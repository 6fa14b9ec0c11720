import { Stack } from '@mantine/core'
import type { Device, DeviceSort } from '@muster/core/api/devices.ts'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { DataTableSortStatus } from 'mantine-datatable'
import { countDevices, listDevices } from '../../api/devices.ts'
import { useLook } from '../../api/queries.ts'
import { countOf } from '../../components/count.ts'
import { DataList } from '../../components/data-list.tsx'
import { Empty } from '../../components/empty.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { PageTurner } from '../../components/page-turner.tsx'
import { Problem } from '../../components/problem.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useCursorPages } from '../../components/use-cursor-pages.ts'
import { useMay } from '../../session/use-session.ts'
import { ColumnChoice } from './column-choice.tsx'
import { type DeviceSearch, filterOf, isFiltered } from './device-search.ts'
import { ExportButton } from './export-button.tsx'
import { FilterBar } from './filter-bar.tsx'
import { SavedViews } from './saved-views.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { useColumns } from './use-columns.ts'
import { useRowSelection } from './use-row-selection.ts'

const pageSize = 100
const refreshSeconds = 30

export function DevicesPage() {
  const search = useSearch({ from: '/app/devices' })
  const navigate = useNavigate()
  const filter = filterOf(search)
  const sort = search.sort ?? 'added'
  const pages = useCursorPages(JSON.stringify([filter, sort]))
  const { data, error, isFetching, isPlaceholderData, refetch } = useLook(
    listDevices,
    { query: { ...filter, sort, limit: pageSize, ...(pages.cursor !== undefined && { cursor: pages.cursor }) } },
    { keepOld: true, refreshSeconds },
  )
  const count = useLook(countDevices, { query: filter }, { keepOld: true, refreshSeconds })
  const { columns, chosen, choose } = useColumns()
  const rows = useRowSelection(data?.items ?? [], filter)
  const mayAct = useMay('actions')
  const change = (next: DeviceSearch) => void navigate({ to: '/devices', search: next, replace: true })

  return (
    <>
      <PageHead
        title="Devices"
        aside={count.data && describeCount(count.data.devices, count.data.of, isFiltered(filter))}
      >
        <SavedViews search={search} />
        <ColumnChoice chosen={chosen} onChoose={choose} />
        <ExportButton filter={filter} />
      </PageHead>
      <Stack gap="sm">
        <FilterBar search={search} onChange={change} />
        {mayAct && <SelectionBar filter={filter} matching={count.data?.devices} />}
        {count.data === undefined && count.error !== null && data !== undefined && (
          <Problem error={count.error} title="The devices could not be counted" onRetry={() => void count.refetch()} />
        )}
        <DataList<Device>
          label="Devices"
          items={data?.items}
          idOf={({ device_id }) => device_id}
          columns={columns}
          isLoading={isFetching && (data === undefined || isPlaceholderData)}
          error={data === undefined ? error : null}
          onRetry={() => void refetch()}
          empty={<NoDevices isFiltered={isFiltered(filter)} />}
          sorting={{
            sortStatus: toSortStatus(sort),
            onSortStatusChange: ({ columnAccessor, direction }) =>
              change({ ...search, sort: `${direction === 'desc' ? '-' : ''}${String(columnAccessor)}` as DeviceSort }),
          }}
          {...(mayAct && { selection: rows })}
        />
      </Stack>
      <PageTurner
        pages={pages}
        size={pageSize}
        shown={data?.items.length ?? 0}
        nextCursor={data?.next_cursor}
        total={count.data?.devices}
      />
    </>
  )
}

function describeCount(matching: number, all: number, isNarrowed: boolean): string {
  return isNarrowed ? `${countOf(matching, 'device')} of ${all.toLocaleString('en')}` : countOf(all, 'device')
}

function toSortStatus(sort: DeviceSort): DataTableSortStatus<Device> {
  return {
    columnAccessor: sort.replace(/^-/, ''),
    direction: sort.startsWith('-') ? 'desc' : 'asc',
  } as DataTableSortStatus<Device>
}

function NoDevices({ isFiltered: isNarrowed }: { isFiltered: boolean }) {
  const mayEnrol = useMay('operate')
  if (isNarrowed) {
    return (
      <Empty title="No device matches this filter">
        <TextLink to="/devices">Show all devices</TextLink>
      </Empty>
    )
  }
  return (
    <Empty title="No devices yet">
      {mayEnrol ? (
        <>
          <TextLink to="/enrolment">Enrol the first one</TextLink>: the page has the command to paste on it. Devices
          that are managed elsewhere are imported with <code>muster device import</code>.
        </>
      ) : (
        'An operator or administrator enrols the first one.'
      )}
    </Empty>
  )
}
