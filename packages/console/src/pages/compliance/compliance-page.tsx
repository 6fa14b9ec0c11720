import { Grid, Select, Stack, Text } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { listGroups } from '../../api/groups.ts'
import { useLook } from '../../api/queries.ts'
import { Gone } from '../../components/gone.tsx'
import { Loading } from '../../components/loading.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Problem } from '../../components/problem.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useMay } from '../../session/use-session.ts'
import { JudgingNote } from './judging-note.tsx'
import { PolicyForm } from './policy-form.tsx'
import { StandingCard } from './standing-card.tsx'
import { usePolicy } from './use-policy.ts'

const title = 'Compliance'

/** Which checks of devices count, how severely and from when: for the account, and for groups that differ. */
export function CompliancePage() {
  const { group_id: groupId } = useSearch({ from: '/app/compliance' })
  const mayChange = useMay('admin')
  const { data, error, refetch } = usePolicy(groupId)
  const groups = useLook(listGroups, { query: { limit: 1000 } }).data?.items ?? []
  const groupName = groups.find(({ group_id }) => group_id === groupId)?.name ?? groupId
  if (error?.status === 404 && data === undefined) {
    return (
      <Gone title={title} what="group">
        It may have been deleted. <TextLink to="/compliance">To the account’s policy</TextLink>
      </Gone>
    )
  }
  return (
    <>
      <PageHead title={title} />
      <Stack gap="md">
        <PolicyChoice groupId={groupId} groups={groups} />
        {data === undefined && error === null && <Loading />}
        {data === undefined && error !== null && (
          <Problem error={error} title="The policy could not be loaded" onRetry={() => void refetch()} />
        )}
        {data !== undefined && (
          <>
            <Text size="sm">
              {data.inherited
                ? 'This group goes by the account’s policy. '
                : 'A check that counts and fails for longer than it says makes a device not compliant. '}
              {data.changed_at !== null && (
                <>
                  Changed <Moment at={data.changed_at} /> by {data.changed_by ?? 'nobody known'}.
                </>
              )}
            </Text>
            {data.judging && <JudgingNote />}
            <Grid>
              <Grid.Col span={{ base: 12, lg: 8 }}>
                <PolicyForm
                  key={`${groupId} ${data.changed_at} ${data.inherited}`}
                  groupId={groupId}
                  groupName={groupName}
                  given={data}
                  mayChange={mayChange}
                />
              </Grid.Col>
              <Grid.Col span={{ base: 12, lg: 4 }}>
                <StandingCard groupId={groupId} isJudging={data.judging} />
              </Grid.Col>
            </Grid>
          </>
        )}
      </Stack>
    </>
  )
}

interface PolicyChoiceProps {
  readonly groupId: string | undefined
  readonly groups: readonly { readonly group_id: string; readonly name: string }[]
}

/** It cannot be a group’s id: those have letters, digits and “.”, “_”, “-”. */
const ofAccount = ' account'

function PolicyChoice({ groupId, groups }: PolicyChoiceProps) {
  const navigate = useNavigate()
  return (
    <Select
      size="xs"
      w={{ base: '100%', xs: 340 }}
      label="Whose policy"
      description="Groups go by the account’s until they have their own."
      searchable
      allowDeselect={false}
      data={[
        { value: ofAccount, label: 'The account’s' },
        ...groups.map(({ group_id, name }) => ({ value: group_id, label: name })),
      ]}
      value={groupId ?? ofAccount}
      onChange={(value) =>
        void navigate({ to: '/compliance', search: value === null || value === ofAccount ? {} : { group_id: value } })
      }
    />
  )
}
