import { List, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { CompliancePolicy, CurrentCompliancePolicy } from '@muster/core/api/compliance.ts'
import { listGroups } from '../../api/groups.ts'
import { useLook } from '../../api/queries.ts'
import { countOf } from '../../components/count.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { changesOf } from './describe-policy.ts'
import { useSetPolicy } from './use-policy.ts'

interface ReviewDialogProps {
  readonly groupId: string | undefined
  readonly groupName: string | undefined
  readonly given: CurrentCompliancePolicy
  /** Null: the group goes by the account’s again. */
  readonly policy: CompliancePolicy | null
  readonly onClose: () => void
}

/** What becomes another, and for whom, before it holds. */
export function ReviewDialog({ groupId, groupName, given, policy, onClose }: ReviewDialogProps) {
  const setPolicy = useSetPolicy(groupId)
  const whose = groupId === undefined ? 'the account' : `the group ${groupName}`
  const { data } = useLook(listGroups, { query: { limit: 1000 } })
  const devices = data?.items.find(({ group_id }) => group_id === groupId)?.devices
  const changes = policy === null ? [] : changesOf(given, policy)
  return (
    <FormDialog
      title={policy === null ? `Let ${whose} go by the account’s policy?` : `Change the policy of ${whose}?`}
      submitLabel={policy === null ? 'Go by the account’s' : 'Change the policy'}
      onClose={onClose}
      onSubmit={async () => {
        await setPolicy(policy)
        notifications.show({ message: 'The policy is changed.' })
      }}
    >
      {changes.length > 0 && (
        <List size="sm" spacing={4}>
          {changes.map(({ check, before, after }) => (
            <List.Item key={check}>
              <b>{check}</b>: {after}{' '}
              <Text span inherit c="dimmed">
                (before: {before})
              </Text>
            </List.Item>
          ))}
        </List>
      )}
      {policy !== null && given.inherited && (
        <Text size="sm">
          The group has its own policy from then on, and what becomes of the account’s does not concern it.
        </Text>
      )}
      {policy === null && <Text size="sm">Its own policy is gone then; the account’s holds from now on.</Text>}
      <Text size="sm">
        {groupId === undefined
          ? 'It holds for the devices of every group without a policy of its own. '
          : `It holds for every device of the group${devices === undefined ? '' : `, ${countOf(devices, 'device')}`}. `}
        They are judged anew in the background, within seconds: whoever asks this server before it lets a device in sees
        the new status then.
      </Text>
    </FormDialog>
  )
}
