import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import type { Application, CreatedApplication } from '@muster/core/api/applications.ts'
import { useQueryClient } from '@tanstack/react-query'
import type { DataTableColumn } from 'mantine-datatable'
import { useState } from 'react'
import { listApplications, revokeApplication } from '../../api/applications.ts'
import { call } from '../../api/call.ts'
import { refresh, useLook } from '../../api/queries.ts'
import { CopyField } from '../../components/copy-field.tsx'
import { DataList } from '../../components/data-list.tsx'
import { Empty } from '../../components/empty.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { HashText } from '../../components/hash-text.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { PageTurner } from '../../components/page-turner.tsx'
import { useCursorPages } from '../../components/use-cursor-pages.ts'
import { ChangeApplicationDialog } from './change-application-dialog.tsx'
import { NewApplicationDialog } from './new-application-dialog.tsx'

const pageSize = 50

/** OAuth clients: scripts and portals that use the APIs. */
export function ApplicationsPage() {
  const pages = useCursorPages('')
  const queries = useQueryClient()
  const [isNew, setNew] = useState(false)
  const [created, setCreated] = useState<CreatedApplication>()
  const [changed, setChanged] = useState<Application>()
  const [revoked, setRevoked] = useState<Application>()
  const { data, error, isFetching, refetch } = useLook(
    listApplications,
    { query: { limit: pageSize, ...(pages.cursor !== undefined && { cursor: pages.cursor }) } },
    { keepOld: true },
  )
  const columns: DataTableColumn<Application>[] = [
    {
      accessor: 'name',
      title: 'Application and its client key',
      render: ({ name, client_id }) => (
        <>
          <Text size="sm" fw={500}>
            {name}
          </Text>
          <HashText hash={client_id} width={210} />
        </>
      ),
    },
    { accessor: 'scopes', title: 'May', render: ({ scopes }) => scopes.join(', ') },
    { accessor: 'last_used_at', title: 'Last used', noWrap: true, render: lastUsed },
    {
      accessor: 'rate_limit',
      title: 'Per minute',
      render: ({ rate_limit }) => rate_limit ?? 'server’s default',
    },
    { accessor: 'created_at', title: 'Created', noWrap: true, render: ({ created_at }) => <Moment at={created_at} /> },
    {
      accessor: 'do',
      title: 'What to do',
      noWrap: true,
      textAlign: 'right',
      render: (application) =>
        application.revoked_at === null ? (
          <Group gap="xs" justify="flex-end" wrap="nowrap">
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => setChanged(application)}
              aria-label={`Change ${application.name}`}
            >
              Change
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => setRevoked(application)}
              aria-label={`Revoke ${application.name}`}
            >
              Revoke
            </Button>
          </Group>
        ) : (
          <>
            revoked <Moment at={application.revoked_at} />
          </>
        ),
    },
  ]
  return (
    <>
      <PageHead title="Applications">
        <Button size="xs" onClick={() => setNew(true)}>
          New application
        </Button>
      </PageHead>
      <Stack gap="sm">
        {created !== undefined && (
          <Alert
            color="blue"
            variant="outline"
            title={created.client_secret === null ? created.name : `${created.name}: the secret is shown only now`}
            role="status"
            withCloseButton
            closeButtonLabel={created.client_secret === null ? 'Close' : 'I have kept the secret'}
            onClose={() => setCreated(undefined)}
          >
            <Stack gap="xs">
              <Text size="sm">Client key</Text>
              <CopyField label="Client key" text={created.client_id} />
              {created.client_secret === null ? (
                <Text size="sm">It has no secret, and proves itself by PKCE.</Text>
              ) : (
                <>
                  <Text size="sm">Client secret</Text>
                  <CopyField label="Client secret" text={created.client_secret} />
                </>
              )}
            </Stack>
          </Alert>
        )}
        <DataList<Application>
          label="Applications"
          items={data?.items}
          idOf={({ app_id }) => app_id}
          columns={columns}
          isLoading={isFetching && data === undefined}
          error={data === undefined ? error : null}
          onRetry={() => void refetch()}
          empty={
            <Empty title="No applications">
              Make one for each script or portal that uses the API: each has its own key, scopes and limit.
            </Empty>
          }
        />
      </Stack>
      <PageTurner pages={pages} size={pageSize} shown={data?.items.length ?? 0} nextCursor={data?.next_cursor} />
      {isNew && <NewApplicationDialog onCreated={setCreated} onClose={() => setNew(false)} />}
      {changed !== undefined && (
        <ChangeApplicationDialog application={changed} onNewSecret={setCreated} onClose={() => setChanged(undefined)} />
      )}
      {revoked !== undefined && (
        <FormDialog
          title={`Revoke ${revoked.name}?`}
          submitLabel="Revoke"
          isDestructive
          onClose={() => setRevoked(undefined)}
          onSubmit={async () => {
            await call(revokeApplication, { params: { app_id: revoked.app_id } })
            await refresh(queries, [listApplications])
          }}
        >
          <Text size="sm">
            Its tokens end at once, and commands that it asked for and that no device has yet are not handed out.
          </Text>
        </FormDialog>
      )}
    </>
  )
}

function lastUsed({ last_used_at, last_used_from }: Application) {
  return (
    <>
      <Moment at={last_used_at} />
      {last_used_from !== null && (
        <Text size="xs" c="dimmed">
          from {last_used_from}
        </Text>
      )}
    </>
  )
}
