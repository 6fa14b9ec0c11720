import { Stack, Text } from '@mantine/core'
import type { Finding } from '@muster/core/api/findings.ts'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { DataTableColumn } from 'mantine-datatable'
import { addressOf } from '../../api/endpoint.ts'
import { listFindings } from '../../api/findings.ts'
import { useLook } from '../../api/queries.ts'
import { formatNumber } from '../../components/count.ts'
import { DataList } from '../../components/data-list.tsx'
import { DownloadMenu } from '../../components/download-menu.tsx'
import { Empty } from '../../components/empty.tsx'
import { HashText } from '../../components/hash-text.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { PageTurner } from '../../components/page-turner.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useCursorPages } from '../../components/use-cursor-pages.ts'
import { FindingFilter, type FindingSearch, isHashBeginning } from './finding-filter.tsx'

const pageSize = 100

/** What scans found over the fleet; from a finding to the devices that have it, and from there to acting. */
export function FindingsPage() {
  const search = useSearch({ from: '/app/findings' })
  const navigate = useNavigate()
  const filter = toFilter(search)
  const isFiltered = Object.keys(filter).length > 0
  const pages = useCursorPages(JSON.stringify(filter))
  const { data, error, isFetching, isPlaceholderData, refetch } = useLook(
    listFindings,
    { query: { ...filter, limit: pageSize, ...(pages.cursor !== undefined && { cursor: pages.cursor }) } },
    { keepOld: true },
  )
  return (
    <>
      <PageHead title="Findings">
        <DownloadMenu
          label="Export"
          items={[
            ['CSV', addressOf('/api/v1/findings.csv', { query: filter })],
            ['JSON', addressOf('/api/v1/findings.json', { query: filter })],
          ]}
        />
      </PageHead>
      <Stack gap="sm">
        <FindingFilter
          search={search}
          onChange={(next) => void navigate({ to: '/findings', search: next, replace: true })}
        />
        <DataList<Finding>
          label="Findings"
          items={data?.items}
          idOf={({ sha256, signature: name }) => `${sha256} ${name}`}
          columns={columns}
          isLoading={isFetching && (data === undefined || isPlaceholderData)}
          error={data === undefined ? error : null}
          onRetry={() => void refetch()}
          empty={
            <Empty title={isFiltered ? 'No scan has found this' : 'No scan has found anything'}>
              Select devices and choose “Scan for malware” to have them looked through.
            </Empty>
          }
        />
      </Stack>
      <PageTurner pages={pages} size={pageSize} shown={data?.items.length ?? 0} nextCursor={data?.next_cursor} />
    </>
  )
}

const columns: DataTableColumn<Finding>[] = [
  { accessor: 'signature', title: 'Signature', noWrap: true },
  {
    accessor: 'devices',
    title: 'Devices',
    render: ({ devices, signature, sha256 }) => (
      <TextLink
        to="/devices"
        search={sha256 === null ? { finding_signature: [signature] } : { finding_sha256: [sha256] }}
        aria-label={`${formatNumber(devices)} devices on which ${signature} was found`}
      >
        {formatNumber(devices)}
      </TextLink>
    ),
  },
  { accessor: 'last_seen', title: 'Last seen', noWrap: true, render: ({ last_seen }) => <Moment at={last_seen} /> },
  { accessor: 'first_seen', title: 'First seen', noWrap: true, render: ({ first_seen }) => <Moment at={first_seen} /> },
  {
    accessor: 'sha256',
    title: 'SHA-256',
    render: ({ sha256 }) =>
      sha256 === null ? (
        <Text size="xs" c="dimmed">
          the file could not be read again
        </Text>
      ) : (
        <HashText hash={sha256} width={260} />
      ),
  },
]

function toFilter({ signature, path, hash }: FindingSearch) {
  return {
    ...(signature !== undefined && { signature_part: signature }),
    ...(path !== undefined && { path_part: path }),
    ...(hash !== undefined && isHashBeginning(hash) && { sha256_prefix: hash }),
  }
}
