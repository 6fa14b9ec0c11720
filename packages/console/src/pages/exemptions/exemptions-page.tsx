import { Button, Group, SegmentedControl, Stack } from '@mantine/core'
import type { Exemption, ExemptionState } from '@muster/core/api/exemptions.ts'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { DataTableColumn } from 'mantine-datatable'
import { useState } from 'react'
import { listExemptions } from '../../api/overview.ts'
import { useLook } from '../../api/queries.ts'
import { Actor } from '../../components/actor.tsx'
import { countOf } from '../../components/count.ts'
import { DataList } from '../../components/data-list.tsx'
import { Empty } from '../../components/empty.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { PageTurner } from '../../components/page-turner.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useCursorPages } from '../../components/use-cursor-pages.ts'
import { useMay } from '../../session/use-session.ts'
import { useActOn } from '../act/use-act-on.ts'

const pageSize = 100

const empty: Record<ExemptionState, string> = {
  ending: 'No exemption has an end',
  endless: 'No exemption lasts for ever',
  ended: 'No exemption has ended yet',
}

/** Exemptions as leases: what ends next, what never ends, what has ended. */
export function ExemptionsPage() {
  const { state = 'ending' } = useSearch({ from: '/app/exemptions' })
  const navigate = useNavigate()
  const pages = useCursorPages(state)
  const mayAct = useMay('actions')
  const actOn = useActOn()
  const [ticked, setTicked] = useState<readonly Exemption[]>([])
  const { data, error, isFetching, isPlaceholderData, refetch } = useLook(
    listExemptions,
    { query: { state, limit: pageSize, ...(pages.cursor !== undefined && { cursor: pages.cursor }) } },
    { keepOld: true },
  )
  const selected = (data?.items ?? []).filter(({ device_id }) => ticked.some((one) => one.device_id === device_id))
  const act = (type: string) =>
    actOn(
      selected.map(({ device_id }) => device_id),
      type,
    )
  const canSelect = mayAct && state !== 'ended'
  return (
    <>
      <PageHead title="Exemptions" />
      <Stack gap="sm">
        <Group justify="space-between">
          <SegmentedControl
            size="xs"
            aria-label="Which exemptions"
            data={[
              { value: 'ending', label: 'End by themselves' },
              { value: 'endless', label: 'Never end' },
              { value: 'ended', label: 'Ended' },
            ]}
            value={state}
            onChange={(value) => {
              setTicked([])
              void navigate({ to: '/exemptions', search: value === 'ending' ? {} : { state: value as ExemptionState } })
            }}
          />
          {canSelect && (
            <Group gap="xs">
              <Button size="xs" variant="default" disabled={selected.length === 0} onClick={() => act('exempt')}>
                Set another end …
              </Button>
              <Button size="xs" variant="default" disabled={selected.length === 0} onClick={() => act('unexempt')}>
                End now{selected.length > 0 && `: ${countOf(selected.length, 'device')}`} …
              </Button>
            </Group>
          )}
        </Group>
        <DataList<Exemption>
          label="Exemptions"
          items={data?.items}
          idOf={({ device_id, action_id }) => `${device_id} ${action_id}`}
          columns={columnsOf(state)}
          isLoading={isFetching && (data === undefined || isPlaceholderData)}
          error={data === undefined ? error : null}
          onRetry={() => void refetch()}
          empty={
            <Empty title={empty[state]}>
              {mayAct ? (
                <>
                  Devices are exempted from <TextLink to="/devices">their list</TextLink>: select them, and choose
                  “Exempt”.
                </>
              ) : (
                'Operators exempt devices, for a while or for ever.'
              )}
            </Empty>
          }
          {...(canSelect && {
            selection: {
              selectedRecords: selected,
              onSelectedRecordsChange: setTicked,
              getRecordSelectionCheckboxProps: ({ hostname, device_id }: Exemption) => ({
                'aria-label': `Select ${hostname || device_id}`,
              }),
              allRecordsSelectionCheckboxProps: { 'aria-label': 'Select every exemption on this page' },
            },
          })}
        />
      </Stack>
      <PageTurner pages={pages} size={pageSize} shown={data?.items.length ?? 0} nextCursor={data?.next_cursor} />
    </>
  )
}

function columnsOf(state: ExemptionState): DataTableColumn<Exemption>[] {
  return [
    {
      accessor: 'hostname',
      title: 'Device',
      noWrap: true,
      render: ({ device_id, hostname }) => (
        <TextLink to="/devices/$device_id" params={{ device_id }} fw={500}>
          {hostname || device_id}
        </TextLink>
      ),
    },
    state === 'ended'
      ? {
          accessor: 'ended_at',
          title: 'Ended',
          noWrap: true,
          render: ({ ended_at, ended_by }) => (
            <>
              <Moment at={ended_at} /> {ended_by === 'time' ? 'on time' : 'by an action'}
            </>
          ),
        }
      : { accessor: 'until', title: 'Ends', noWrap: true, render: ({ until }) => <Moment at={until} none="never" /> },
    {
      accessor: 'scope',
      title: 'What',
      render: ({ scope }) => (scope === 'critical' ? 'critical issues' : 'all issues'),
    },
    {
      accessor: 'since',
      title: 'Since',
      noWrap: true,
      render: ({ since }) => <Moment at={since} none="imported so" />,
    },
    { accessor: 'user', title: 'By', noWrap: true, render: (exemption) => <Actor {...exemption} /> },
    {
      accessor: 'action_id',
      title: 'Action',
      render: ({ action_id, since }) =>
        since === null ? (
          '–'
        ) : (
          <TextLink to="/actions/$action_id" params={{ action_id }}>
            Show
          </TextLink>
        ),
    },
  ]
}
