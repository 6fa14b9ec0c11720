import { DataTable, type DataTableColumn, type DataTableProps } from 'mantine-datatable'
import type { ReactNode } from 'react'
import type { ApiError } from '../api/api-error.ts'
import { Problem } from './problem.tsx'

interface DataListProps<Item> {
  /** What is listed, in the plural and for a screen reader, such as "Devices". */
  readonly label: string
  readonly items: readonly Item[] | undefined
  readonly idOf: (item: Item) => string
  readonly columns: readonly DataTableColumn<Item>[]
  readonly isLoading: boolean
  readonly error: ApiError | null
  readonly onRetry: () => void
  readonly empty: ReactNode
  readonly selection?: Pick<
    DataTableProps<Item>,
    | 'selectedRecords'
    | 'onSelectedRecordsChange'
    | 'getRecordSelectionCheckboxProps'
    | 'allRecordsSelectionCheckboxProps'
  >
  readonly sorting?: Pick<DataTableProps<Item>, 'sortStatus' | 'onSortStatusChange'>
}

const minHeight = 240

/** Every table of the console: the same states, the same looks. A page that is loaded anew stays until it is there. */
export function DataList<Item>(props: DataListProps<Item>) {
  const { label, items, idOf, columns, isLoading, error, onRetry, empty, selection, sorting } = props
  if (error !== null)
    return <Problem error={error} title={`${label}: the list could not be loaded`} onRetry={onRetry} />
  const table = {
    'aria-label': label,
    tableWrapper: undefined,
    records: [...(items ?? [])],
    idAccessor: idOf as never,
    columns: [...columns],
    fetching: isLoading,
    minHeight: items === undefined || items.length === 0 ? minHeight : 0,
    withTableBorder: true,
    highlightOnHover: true,
    verticalSpacing: 5,
    selectionCheckboxProps: { size: 'xs' },
    fz: 'sm',
    scrollAreaProps: {
      type: 'auto',
      offsetScrollbars: 'present',
      scrollbarSize: 10,
      viewportProps: { tabIndex: 0, role: 'region', 'aria-label': label },
    },
    emptyState: isLoading ? ' ' : empty,
    noRecordsText: '',
    ...selection,
    ...sorting,
  }
  return <DataTable<Item> {...(table as unknown as DataTableProps<Item>)} />
}
