import { Button, Radio, Stack, Text } from '@mantine/core'
import type { Duplicate, DuplicateResolution } from '@muster/core/api/duplicates.ts'
import { useQueryClient } from '@tanstack/react-query'
import type { DataTableColumn } from 'mantine-datatable'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { listDuplicates, resolveDuplicate } from '../../api/fleet-care.ts'
import { refresh, useLook } from '../../api/queries.ts'
import { DataList } from '../../components/data-list.tsx'
import { Empty } from '../../components/empty.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { Moment } from '../../components/moment.tsx'
import { Dot } from '../../components/status-dot.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useMay } from '../../session/use-session.ts'

const stateColors = { open: 'orange', separating: 'yellow', resolved: 'green' } as const
const ways = {
  hello: 'its key, on other hardware',
  turns: 'two agents took turns',
  enrolment: 'another machine enrolled',
} as const

/** Two machines that pass for one device: which of them is it? */
export function DuplicatesTab() {
  const { data, error, isFetching, refetch } = useLook(listDuplicates, { query: { limit: 200 } })
  const mayOperate = useMay('operate')
  const [resolved, setResolved] = useState<Duplicate>()
  const columns: DataTableColumn<Duplicate>[] = [
    {
      accessor: 'device_id',
      title: 'Device',
      render: ({ device_id, known }) => (
        <TextLink to="/devices/$device_id" params={{ device_id }}>
          {known.hostname || device_id}
        </TextLink>
      ),
    },
    { accessor: 'state', title: 'State', render: ({ state }) => <Dot color={stateColors[state]}>{state}</Dot> },
    {
      accessor: 'newcomer',
      title: 'The other machine',
      render: ({ newcomer }) => `${newcomer.hostname} ${newcomer.public_ip}`,
    },
    { accessor: 'found_by', title: 'Found by', render: ({ found_by }) => ways[found_by] },
    { accessor: 'found_at', title: 'Found', noWrap: true, render: ({ found_at }) => <Moment at={found_at} /> },
    {
      accessor: 'do',
      title: 'What to do',
      textAlign: 'right',
      render: (duplicate) =>
        mayOperate &&
        duplicate.state === 'open' && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => setResolved(duplicate)}
            aria-label={`Decide about ${duplicate.known.hostname}`}
          >
            Decide …
          </Button>
        ),
    },
  ]
  return (
    <>
      <DataList<Duplicate>
        label="Duplicates"
        items={data?.items}
        idOf={({ duplicate_id }) => duplicate_id}
        columns={columns}
        isLoading={isFetching && data === undefined}
        error={data === undefined ? error : null}
        onRetry={() => void refetch()}
        empty={<Empty title="No machine passes for another’s device" />}
      />
      {resolved !== undefined && <ResolveDialog duplicate={resolved} onClose={() => setResolved(undefined)} />}
    </>
  )
}

const answers = {
  same: { resolution: 'same' },
  'keep-known': { resolution: 'separate', keeps: 'known' },
  'keep-newcomer': { resolution: 'separate', keeps: 'newcomer' },
} as const satisfies Record<string, DuplicateResolution>

function ResolveDialog({ duplicate, onClose }: { duplicate: Duplicate; onClose: () => void }) {
  const queries = useQueryClient()
  const [answer, setAnswer] = useState<keyof typeof answers>('keep-known')
  const { known, newcomer } = duplicate
  return (
    <FormDialog
      title="Which machine is the device?"
      submitLabel="Decide"
      onClose={onClose}
      onSubmit={async () => {
        await call(resolveDuplicate, { params: { duplicate_id: duplicate.duplicate_id }, body: answers[answer] })
        await refresh(queries, [listDuplicates])
      }}
    >
      <Text size="sm">
        Known: {known.hostname} {known.public_ip}. Newcomer: {newcomer.hostname} {newcomer.public_ip}.
      </Text>
      <Radio.Group
        aria-label="Which machine is the device?"
        value={answer}
        onChange={(value) => setAnswer(value as keyof typeof answers)}
      >
        <Stack gap="xs">
          <Radio
            value="keep-known"
            label="Two machines; the known one stays the device"
            description="The other becomes a device of its own when it connects again."
          />
          <Radio value="keep-newcomer" label="Two machines; the newcomer is the device" />
          <Radio value="same" label="One machine, with other hardware" description="Such as a new board." />
        </Stack>
      </Radio.Group>
    </FormDialog>
  )
}
