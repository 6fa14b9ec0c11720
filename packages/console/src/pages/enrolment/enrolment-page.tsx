import { Button, Stack } from '@mantine/core'
import type { CreatedEnrolmentToken, EnrolmentToken } from '@muster/core/api/enrolment-tokens.ts'
import type { DataTableColumn } from 'mantine-datatable'
import { useState } from 'react'
import { listEnrolmentTokens, revokeEnrolmentToken } from '../../api/enrolment.ts'
import { listGroups } from '../../api/groups.ts'
import { useChange, useLook } from '../../api/queries.ts'
import { Card } from '../../components/card.tsx'
import { formatNumber } from '../../components/count.ts'
import { DataList } from '../../components/data-list.tsx'
import { Empty } from '../../components/empty.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { PageTurner } from '../../components/page-turner.tsx'
import { Problem } from '../../components/problem.tsx'
import { useCursorPages } from '../../components/use-cursor-pages.ts'
import { useMay } from '../../session/use-session.ts'
import { EnrolmentCommands } from './enrolment-commands.tsx'
import { NewTokenForm } from './new-token-form.tsx'

const pageSize = 50

/** A token that lets agents in, and the command to paste on each system. */
export function EnrolmentPage() {
  const mayOperate = useMay('operate')
  const [created, setCreated] = useState<CreatedEnrolmentToken>()
  const pages = useCursorPages('')
  const { data, error, isFetching, refetch } = useLook(
    listEnrolmentTokens,
    { query: { limit: pageSize, ...(pages.cursor !== undefined && { cursor: pages.cursor }) } },
    { keepOld: true },
  )
  const groups = useLook(listGroups, { query: { limit: 1000 } }).data?.items ?? []
  const groupNames = Object.fromEntries(groups.map(({ group_id, name }) => [group_id, name]))
  const revoking = useChange(revokeEnrolmentToken, { refreshes: [listEnrolmentTokens] })
  const columns: DataTableColumn<EnrolmentToken>[] = [
    { accessor: 'description', title: 'Description', render: ({ description }) => description || '–' },
    { accessor: 'group_id', title: 'Group', noWrap: true, render: ({ group_id }) => groupNames[group_id] ?? group_id },
    { accessor: 'uses_left', title: 'Uses left', render: ({ uses_left }) => formatNumber(uses_left) },
    { accessor: 'expires_at', title: 'Good until', noWrap: true, render: goodUntil },
    { accessor: 'created_at', title: 'Created', noWrap: true, render: ({ created_at }) => <Moment at={created_at} /> },
  ]
  if (mayOperate) {
    columns.push({
      accessor: 'do',
      title: 'What to do',
      textAlign: 'right',
      render: (token) =>
        isGood(token) && (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`Revoke the token ${token.description || token.token_id}`}
            onClick={() => revoking.mutate({ params: { token_id: token.token_id } })}
          >
            Revoke
          </Button>
        ),
    })
  }
  return (
    <>
      <PageHead title="Enrolment" />
      <Stack gap="md">
        {mayOperate && (
          <Card title="Let devices in">
            <NewTokenForm onCreated={setCreated} />
            {created !== undefined && <EnrolmentCommands token={created} />}
          </Card>
        )}
        {revoking.error !== null && <Problem error={revoking.error} title="The token could not be revoked" />}
        <DataList<EnrolmentToken>
          label="Enrolment tokens"
          items={data?.items}
          idOf={({ token_id }) => token_id}
          columns={columns}
          isLoading={isFetching && data === undefined}
          error={data === undefined ? error : null}
          onRetry={() => void refetch()}
          empty={<Empty title="No tokens">Make one above: it lets a device in, and is shown once.</Empty>}
        />
      </Stack>
      <PageTurner pages={pages} size={pageSize} shown={data?.items.length ?? 0} nextCursor={data?.next_cursor} />
    </>
  )
}

function isGood({ revoked_at, uses_left, expires_at }: EnrolmentToken): boolean {
  return revoked_at === null && uses_left > 0 && Date.parse(expires_at) > Date.now()
}

function goodUntil({ revoked_at, uses_left, expires_at }: EnrolmentToken) {
  if (revoked_at !== null) return 'revoked'
  if (uses_left === 0) return 'used up'
  return Date.parse(expires_at) <= Date.now() ? 'over' : <Moment at={expires_at} />
}
