import { Group, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { type Finding, noHash } from '@muster/core/api/findings.ts'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { DataTableColumn } from 'mantine-datatable'
import { addressOf } from '../../api/endpoint.ts'
import { listFindings } from '../../api/findings.ts'
import { useLook } from '../../api/queries.ts'
import { formatNumber } from '../../components/count.ts'
import { DataList } from '../../components/data-list.tsx'
import { DownloadMenu } from '../../components/download-menu.tsx'
import { Empty } from '../../components/empty.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { PageTurner } from '../../components/page-turner.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useCursorPages } from '../../components/use-cursor-pages.ts'

const pageSize = 100

/** What scans found over the fleet; from a finding to the devices that have it, and from there to acting. */
export function FindingsPage() {
  const { signature } = useSearch({ from: '/app/findings' })
  const navigate = useNavigate()
  const pages = useCursorPages(signature ?? '')
  const filter = { ...(signature !== undefined && { signature }) }
  const { data, error, isFetching, isPlaceholderData, refetch } = useLook(
    listFindings,
    { query: { ...filter, limit: pageSize, ...(pages.cursor !== undefined && { cursor: pages.cursor }) } },
    { keepOld: true },
  )
  const search = useDebouncedCallback(
    (text: string) => void navigate({ to: '/findings', search: text === '' ? {} : { signature: text }, replace: true }),
    300,
  )
  return (
    <>
      <PageHead title="Findings">
        <DownloadMenu
          label="Export"
          items={[
            ['CSV', addressOf({ path: '/findings.csv' }, { query: filter })],
            ['JSON', addressOf({ path: '/findings.json' }, { query: filter })],
          ]}
        />
      </PageHead>
      <Stack gap="sm">
        <Group role="search" aria-label="Filter of the findings">
          <TextInput
            key={signature === undefined ? 'empty' : 'full'}
            size="xs"
            w={320}
            type="search"
            aria-label="Signature, in full"
            placeholder="Signature, in full"
            defaultValue={signature ?? ''}
            onChange={({ currentTarget }) => search(currentTarget.value.trim())}
          />
        </Group>
        <DataList<Finding>
          label="Findings"
          items={data?.items}
          idOf={({ sha256, signature: name }) => `${sha256} ${name}`}
          columns={columns}
          isLoading={isFetching && (data === undefined || isPlaceholderData)}
          error={data === undefined ? error : null}
          onRetry={() => void refetch()}
          empty={
            <Empty title={signature === undefined ? 'No scan has found anything' : 'No scan has found this'}>
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
    render: ({ sha256 }) => (
      <Text size="xs" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
        {sha256 ?? `${noHash}: the file could not be read again`}
      </Text>
    ),
  },
]
