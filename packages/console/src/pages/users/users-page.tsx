import { ActionIcon, Button, Group, Menu, Stack, Text } from '@mantine/core'
import type { InvitedUser, User } from '@muster/core/api/users.ts'
import type { DataTableColumn } from 'mantine-datatable'
import { useState } from 'react'
import { useLook } from '../../api/queries.ts'
import { listUsers } from '../../api/users.ts'
import { capitalize } from '../../components/capitalize.ts'
import { DataList } from '../../components/data-list.tsx'
import { Empty } from '../../components/empty.tsx'
import { icons } from '../../components/icons.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Dot } from '../../components/status-dot.tsx'
import { useSession } from '../../session/use-session.ts'
import { InvitationNote } from './invitation-note.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { type UserDeed, UserDeedDialog } from './user-deed-dialog.tsx'
import { UserDialog } from './user-dialog.tsx'
import { UserSessionsDialog } from './user-sessions-dialog.tsx'

/** People who sign in to the console, and what each may do. */
export function UsersPage() {
  const { user: self } = useSession()
  const { data, error, isFetching, refetch } = useLook(listUsers, { query: { limit: 1000 } })
  const [isInviting, setInviting] = useState(false)
  const [invited, setInvited] = useState<InvitedUser>()
  const [edited, setEdited] = useState<User>()
  const [lookedAt, setLookedAt] = useState<User>()
  const [deed, setDeed] = useState<{ user: User; deed: UserDeed }>()
  const columns: DataTableColumn<User>[] = [
    {
      accessor: 'name',
      title: 'User',
      render: ({ name, email }) => (
        <>
          <Text size="sm" fw={500} span>
            {name}
          </Text>{' '}
          <Text size="sm" c="dimmed" span>
            {email}
          </Text>
        </>
      ),
    },
    { accessor: 'role', title: 'Role', render: ({ role }) => capitalize(role) },
    { accessor: 'state', title: 'State', noWrap: true, render: (user) => <UserState user={user} /> },
    { accessor: 'factors', title: 'Signs in by', render: describeFactors },
    {
      accessor: 'last_sign_in_at',
      title: 'Last sign-in',
      noWrap: true,
      render: ({ last_sign_in_at }) => <Moment at={last_sign_in_at} />,
    },
    {
      accessor: 'do',
      title: 'What to do',
      textAlign: 'right',
      noWrap: true,
      render: (user) => (
        <Group gap={4} wrap="nowrap" justify="flex-end">
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => setEdited(user)}
            aria-label={`Change ${user.name}`}
          >
            Change
          </Button>
          <MoreMenu
            user={user}
            isSelf={user.user_id === self.user_id}
            onChoose={(chosen) => (chosen === 'sessions' ? setLookedAt(user) : setDeed({ user, deed: chosen }))}
          />
        </Group>
      ),
    },
  ]
  return (
    <>
      <PageHead title="Users">
        <Button size="xs" onClick={() => setInviting(true)}>
          Invite somebody
        </Button>
      </PageHead>
      <Stack gap="sm">
        {invited !== undefined && <InvitationNote user={invited} onClose={() => setInvited(undefined)} />}
        <DataList<User>
          label="Users"
          items={data?.items}
          idOf={({ user_id }) => user_id}
          columns={columns}
          isLoading={isFetching && data === undefined}
          error={data === undefined ? error : null}
          onRetry={() => void refetch()}
          empty={<Empty title="No users" />}
        />
      </Stack>
      {isInviting && <InviteDialog onInvited={setInvited} onClose={() => setInviting(false)} />}
      {edited !== undefined && <UserDialog user={edited} onClose={() => setEdited(undefined)} />}
      {lookedAt !== undefined && <UserSessionsDialog user={lookedAt} onClose={() => setLookedAt(undefined)} />}
      {deed !== undefined && <UserDeedDialog {...deed} onInvited={setInvited} onClose={() => setDeed(undefined)} />}
    </>
  )
}

function UserState({ user: { disabled_at, invitation_expires_at } }: { user: User }) {
  if (disabled_at !== null) return <Dot color="gray">Disabled</Dot>
  if (invitation_expires_at === null) return <Dot color="green">Active</Dot>
  return <Dot color="yellow">{Date.parse(invitation_expires_at) > Date.now() ? 'Invited' : 'Invitation is over'}</Dot>
}

function describeFactors({ has_password, totp, passkeys, identities }: User): string {
  const ways = [
    ...(has_password ? ['password'] : []),
    ...(totp ? ['authenticator app'] : []),
    ...(passkeys > 0 ? [passkeys === 1 ? 'passkey' : `${passkeys} passkeys`] : []),
    ...(identities.length > 0 ? ['company account'] : []),
  ]
  return ways.length === 0 ? '–' : capitalize(ways.join(', '))
}

interface MoreMenuProps {
  readonly user: User
  readonly isSelf: boolean
  readonly onChoose: (deed: UserDeed | 'sessions') => void
}

function MoreMenu({ user, isSelf, onChoose }: MoreMenuProps) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size="sm" aria-label={`More for ${user.name}`}>
          {icons.chevronDown}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={user.disabled_at !== null} onClick={() => onChoose('invite')}>
          New invitation link …
        </Menu.Item>
        <Menu.Item onClick={() => onChoose('sessions')}>Sessions …</Menu.Item>
        <Menu.Item onClick={() => onChoose('reset-factors')}>Reset second factors …</Menu.Item>
        <Menu.Divider />
        {user.disabled_at === null ? (
          <Menu.Item disabled={isSelf} onClick={() => onChoose('disable')}>
            Disable …
          </Menu.Item>
        ) : (
          <Menu.Item onClick={() => onChoose('enable')}>Enable …</Menu.Item>
        )}
        <Menu.Item disabled={isSelf} onClick={() => onChoose('delete')}>
          Delete …
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
