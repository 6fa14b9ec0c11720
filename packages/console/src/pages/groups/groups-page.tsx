import { Button, Group as Row, Text } from '@mantine/core'
import type { Group } from '@muster/core/api/groups.ts'
import { useQueryClient } from '@tanstack/react-query'
import type { DataTableColumn } from 'mantine-datatable'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { deleteGroup, listGroups } from '../../api/groups.ts'
import { refresh, useLook } from '../../api/queries.ts'
import { formatNumber } from '../../components/count.ts'
import { DataList } from '../../components/data-list.tsx'
import { Empty } from '../../components/empty.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useMay } from '../../session/use-session.ts'
import { GroupDialog } from './group-dialog.tsx'

/** Every device is in exactly one. */
export function GroupsPage() {
  const { data, error, isFetching, refetch } = useLook(listGroups, { query: { limit: 1000 } })
  const queries = useQueryClient()
  const mayOperate = useMay('operate')
  const [edited, setEdited] = useState<Group | 'new'>()
  const [deleted, setDeleted] = useState<Group>()
  const columns: DataTableColumn<Group>[] = [
    {
      accessor: 'name',
      title: 'Group',
      render: ({ name }) => (
        <Text size="sm" fw={500}>
          {name}
        </Text>
      ),
    },
    { accessor: 'group_id', title: 'Id', noWrap: true },
    {
      accessor: 'devices',
      title: 'Devices',
      render: ({ devices, group_id, name }) => (
        <TextLink
          to="/devices"
          search={{ group_id: [group_id] }}
          aria-label={`${formatNumber(devices)} devices of ${name}`}
        >
          {formatNumber(devices)}
        </TextLink>
      ),
    },
    {
      accessor: 'policy',
      title: 'Compliance',
      noWrap: true,
      render: ({ group_id, name }) => (
        <TextLink to="/compliance" search={{ group_id }} aria-label={`Compliance policy of ${name}`}>
          Policy
        </TextLink>
      ),
    },
    { accessor: 'description', title: 'Description' },
    {
      accessor: 'modified_at',
      title: 'Changed',
      noWrap: true,
      render: ({ modified_at }) => <Moment at={modified_at} />,
    },
  ]
  if (mayOperate) {
    columns.push({
      accessor: 'do',
      title: 'What to do',
      noWrap: true,
      render: (group) => (
        <Row gap={4} wrap="nowrap" justify="flex-end">
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => setEdited(group)}
            aria-label={`Change ${group.name}`}
          >
            Change
          </Button>
          {group.group_id !== 'default' && (
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => setDeleted(group)}
              aria-label={`Delete ${group.name}`}
            >
              Delete
            </Button>
          )}
        </Row>
      ),
    })
  }
  return (
    <>
      <PageHead title="Groups">
        {mayOperate && (
          <Button size="xs" onClick={() => setEdited('new')}>
            New group
          </Button>
        )}
      </PageHead>
      <DataList<Group>
        label="Groups"
        items={data?.items}
        idOf={({ group_id }) => group_id}
        columns={columns}
        isLoading={isFetching && data === undefined}
        error={data === undefined ? error : null}
        onRetry={() => void refetch()}
        empty={<Empty title="No groups" />}
      />
      {edited !== undefined && (
        <GroupDialog group={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
      )}
      {deleted !== undefined && (
        <FormDialog
          title={`Delete the group ${deleted.name}?`}
          submitLabel="Delete the group"
          isDestructive
          onClose={() => setDeleted(undefined)}
          onSubmit={async () => {
            await call(deleteGroup, { params: { group_id: deleted.group_id } })
            await refresh(queries, [listGroups])
          }}
        >
          <Text size="sm">
            {deleted.devices === 0
              ? 'No device is in it.'
              : 'Devices are in it: move them to another group first, or the server refuses.'}
          </Text>
        </FormDialog>
      )}
    </>
  )
}
