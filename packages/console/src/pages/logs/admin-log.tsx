import { Code, Group, Text } from '@mantine/core'
import type { AuditEntry, AuditFilter } from '@muster/core/api/audit.ts'
import type { DataTableColumn } from 'mantine-datatable'
import { addressOf } from '../../api/endpoint.ts'
import { listAuditEntries } from '../../api/logs.ts'
import { useLook } from '../../api/queries.ts'
import { Actor } from '../../components/actor.tsx'
import { DataList } from '../../components/data-list.tsx'
import { DownloadMenu } from '../../components/download-menu.tsx'
import { Empty } from '../../components/empty.tsx'
import { eventWords } from '../../components/event-words.ts'
import { Moment } from '../../components/moment.tsx'
import { PageTurner } from '../../components/page-turner.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useCursorPages } from '../../components/use-cursor-pages.ts'
import { ChainBadge } from './chain-badge.tsx'

const pageSize = 100

/** The audit log, a chain: no entry is changed or left out without its being seen. */
export function AdminLog({ filter }: { filter: AuditFilter }) {
  const pages = useCursorPages('')
  const { data, error, isFetching, isPlaceholderData, refetch } = useLook(
    listAuditEntries,
    { query: { ...filter, limit: pageSize, ...(pages.cursor !== undefined && { cursor: pages.cursor }) } },
    { keepOld: true },
  )
  return (
    <>
      <DataList<AuditEntry>
        label="Admin events"
        items={data?.items}
        idOf={({ sequence }) => String(sequence)}
        columns={columns}
        isLoading={isFetching && (data === undefined || isPlaceholderData)}
        error={data === undefined ? error : null}
        onRetry={() => void refetch()}
        empty={<Empty title="Nothing was done in this time" />}
      />
      <Group justify="space-between" mt="sm">
        <Group gap="xs">
          <DownloadMenu
            label="Export"
            items={[
              ['CSV', addressOf('/api/v1/audit.csv', { query: filter })],
              ['NDJSON', addressOf('/api/v1/audit.ndjson', { query: filter })],
              ['The whole chain, to verify', addressOf('/api/v1/audit/export')],
            ]}
          />
          <ChainBadge />
        </Group>
        <PageTurner pages={pages} size={pageSize} shown={data?.items.length ?? 0} nextCursor={data?.next_cursor} />
      </Group>
    </>
  )
}

const columns: DataTableColumn<AuditEntry>[] = [
  { accessor: 'sequence', title: '#', render: ({ sequence }) => <span className="figures">{sequence}</span> },
  { accessor: 'at', title: 'When', noWrap: true, render: ({ at }) => <Moment at={at} as="full" /> },
  {
    accessor: 'event',
    title: 'What',
    noWrap: true,
    render: ({ event, action_id }) =>
      action_id === null ? (
        (eventWords[event] ?? event)
      ) : (
        <TextLink to="/actions/$action_id" params={{ action_id }}>
          {eventWords[event] ?? event}
        </TextLink>
      ),
  },
  { accessor: 'user', title: 'Who, through what', noWrap: true, render: (entry) => <Actor {...entry} /> },
  { accessor: 'peer', title: 'From', noWrap: true, render: ({ peer }) => peer ?? '–' },
  { accessor: 'details', title: 'Details', render: ({ details }) => <Details details={details} /> },
]

function Details({ details }: Pick<AuditEntry, 'details'>) {
  const text = Object.entries(details)
    .map(([key, value]) => `${key}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' · ')
  return (
    <Text size="xs" lineClamp={2} title={text} component="div">
      <Code bg="none" p={0} style={{ overflowWrap: 'anywhere' }}>
        {text}
      </Code>
    </Text>
  )
}
