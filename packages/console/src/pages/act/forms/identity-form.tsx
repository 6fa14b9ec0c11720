import { List, Paper, Text } from '@mantine/core'
import { useLook } from '../../../api/queries.ts'
import { showIdentityFields } from '../../../api/settings.ts'
import { Problem } from '../../../components/problem.tsx'
import { TextLink } from '../../../components/text-link.tsx'
import { useMay } from '../../../session/use-session.ts'

/** What the devices' users will be asked: it is set for the account, and signed with the action. */
export function IdentityForm() {
  const { data, error, refetch } = useLook(showIdentityFields, {})
  const mayChange = useMay('admin')
  if (data === undefined) {
    if (error === null) return null
    return <Problem error={error} title="What they are asked could not be loaded" onRetry={() => void refetch()} />
  }
  return (
    <Paper withBorder p="sm" maw={560} role="region" aria-label="What their users are asked">
      <Text size="sm" fw={600}>
        Their users are asked, by {data.asked_by}:
      </Text>
      <Text size="sm" mb={4}>
        “{data.purpose}”
      </Text>
      <List size="sm">
        {data.fields.map(({ name, label, kind, required }) => (
          <List.Item key={name}>
            {label} ({kind}
            {required ? ', required' : ''})
          </List.Item>
        ))}
      </List>
      {mayChange && (
        <TextLink to="/settings" search={{ tab: 'identity' }}>
          Change the question
        </TextLink>
      )}
    </Paper>
  )
}
