import { Button, Group, NumberInput, Select, Stack, Text } from '@mantine/core'
import type { AgentRelease } from '@muster/core/api/agent-releases.ts'
import { useQueryClient } from '@tanstack/react-query'
import type { DataTableColumn } from 'mantine-datatable'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { changeRollout, listReleases, withdrawRelease } from '../../api/fleet-care.ts'
import { listGroups } from '../../api/groups.ts'
import { refresh, useLook } from '../../api/queries.ts'
import { DataList } from '../../components/data-list.tsx'
import { Empty } from '../../components/empty.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { Moment } from '../../components/moment.tsx'
import { Dot } from '../../components/status-dot.tsx'

const stateColors = { uploading: 'yellow', published: 'green', withdrawn: 'gray' } as const

/** Versions of the agent that devices update themselves to. */
export function ReleasesTab({ mayChange }: { mayChange: boolean }) {
  const { data, error, isFetching, refetch } = useLook(listReleases, { query: { limit: 200 } })
  const queries = useQueryClient()
  const [changed, setChanged] = useState<AgentRelease>()
  const [withdrawn, setWithdrawn] = useState<AgentRelease>()
  const columns: DataTableColumn<AgentRelease>[] = [
    { accessor: 'version', title: 'Version', render: ({ version, platform }) => `${version} for ${platform}` },
    { accessor: 'state', title: 'State', render: ({ state }) => <Dot color={stateColors[state]}>{state}</Dot> },
    {
      accessor: 'percent',
      title: 'Offered to',
      render: ({ percent, group_id }) =>
        `${percent} % of ${group_id === null ? 'all groups' : group_id || 'a group that is gone'}`,
    },
    {
      accessor: 'outcomes',
      title: 'Devices',
      render: ({ outcomes }) =>
        `${outcomes.updated} updated, ${outcomes.rolled_back} rolled back, ${outcomes.refused} refused`,
    },
    {
      accessor: 'published_at',
      title: 'Published',
      noWrap: true,
      render: ({ published_at }) => <Moment at={published_at} none="–" />,
    },
  ]
  if (mayChange) {
    columns.push({
      accessor: 'do',
      title: 'What to do',
      noWrap: true,
      render: (release) =>
        release.state === 'published' && (
          <Group gap={4} justify="flex-end" wrap="nowrap">
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => setChanged(release)}
              aria-label={`Change who gets ${release.version}`}
            >
              Roll out
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => setWithdrawn(release)}
              aria-label={`Withdraw ${release.version}`}
            >
              Withdraw
            </Button>
          </Group>
        ),
    })
  }
  return (
    <Stack gap="sm">
      <DataList<AgentRelease>
        label="Agent releases"
        items={data?.items}
        idOf={({ release_id }) => release_id}
        columns={columns}
        isLoading={isFetching && data === undefined}
        error={data === undefined ? error : null}
        onRetry={() => void refetch()}
        empty={
          <Empty title="No releases">
            Publish one from where it was built:{' '}
            <code>muster agent-release publish dist/muster-agent --release 1.4.0 --percent 5</code>
          </Empty>
        }
      />
      {changed !== undefined && <RolloutDialog release={changed} onClose={() => setChanged(undefined)} />}
      {withdrawn !== undefined && (
        <FormDialog
          title={`Withdraw ${withdrawn.version} for ${withdrawn.platform}?`}
          submitLabel="Withdraw"
          isDestructive
          onClose={() => setWithdrawn(undefined)}
          onSubmit={async () => {
            await call(withdrawRelease, { params: { release_id: withdrawn.release_id } })
            await refresh(queries, [listReleases])
          }}
        >
          <Text size="sm">No further device takes it; those that did keep it. Its file is deleted.</Text>
        </FormDialog>
      )}
    </Stack>
  )
}

function RolloutDialog({ release, onClose }: { release: AgentRelease; onClose: () => void }) {
  const queries = useQueryClient()
  const groups = useLook(listGroups, { query: { limit: 1000 } }).data?.items ?? []
  const [groupId, setGroupId] = useState(release.group_id)
  const [percent, setPercent] = useState(release.percent)
  return (
    <FormDialog
      title={`Who gets ${release.version} for ${release.platform}`}
      submitLabel="Save"
      onClose={onClose}
      onSubmit={async () => {
        await call(changeRollout, { params: { release_id: release.release_id }, body: { group_id: groupId, percent } })
        await refresh(queries, [listReleases])
      }}
    >
      <Select
        label="Group"
        placeholder="All groups"
        clearable
        data={groups.map(({ group_id, name }) => ({ value: group_id, label: name }))}
        value={groupId}
        onChange={setGroupId}
      />
      <NumberInput
        label="Of its devices"
        suffix=" %"
        min={0}
        max={100}
        value={percent}
        onChange={(value) => setPercent(Number(value))}
      />
    </FormDialog>
  )
}
