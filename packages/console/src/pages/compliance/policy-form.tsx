import { Button, Group, Stack, Text } from '@mantine/core'
import type { CompliancePolicy, CurrentCompliancePolicy, PolicyCheck } from '@muster/core/api/compliance.ts'
import { checkNames } from '@muster/core/compliance/check-name.ts'
import { type FormEvent, useState } from 'react'
import { changesOf, ruleOf } from './describe-policy.ts'
import { ReviewDialog } from './review-dialog.tsx'
import { RuleRow } from './rule-row.tsx'

interface PolicyFormProps {
  readonly groupId: string | undefined
  /** Undefined: of the account. */
  readonly groupName: string | undefined
  readonly given: CurrentCompliancePolicy
  readonly mayChange: boolean
}

/** Every check that there is, and how it counts; what is changed is looked at once more before it holds. */
export function PolicyForm({ groupId, groupName, given, mayChange }: PolicyFormProps) {
  const [checks, setChecks] = useState(given.checks)
  const [isOwn, setOwn] = useState(!given.inherited)
  const [round, setRound] = useState(0)
  const [reviewed, setReviewed] = useState<CompliancePolicy | null>()
  const isEdited = mayChange && isOwn
  const changes = changesOf(given, { checks })
  const isWhole = checks.every(({ names }) => names === undefined || names.length > 0)
  const setRule = (check: PolicyCheck['check'], rule: PolicyCheck | undefined) => {
    const others = checks.filter((one) => one.check !== check)
    setChecks(rule === undefined ? others : [...others, rule])
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setReviewed({ checks })
  }
  const startAgain = () => {
    setChecks(given.checks)
    // The fields hold what was typed; they begin anew, too.
    setRound(round + 1)
    setOwn(!given.inherited)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {mayChange && !isOwn && (
          <Group>
            <Button size="xs" variant="default" onClick={() => setOwn(true)}>
              Give it a policy of its own
            </Button>
          </Group>
        )}
        {checkNames.map((check) => (
          <RuleRow
            key={`${check} ${round}`}
            check={check}
            rule={ruleOf({ checks }, check)}
            onChange={isEdited ? (rule) => setRule(check, rule) : undefined}
          />
        ))}
        {isEdited && (
          <Group>
            <Button type="submit" disabled={!isWhole || (changes.length === 0 && !given.inherited)}>
              Review the change …
            </Button>
            {(changes.length > 0 || given.inherited) && (
              <Button variant="default" onClick={startAgain}>
                Leave it as it was
              </Button>
            )}
            {groupId !== undefined && !given.inherited && (
              <Button variant="default" onClick={() => setReviewed(null)}>
                Go by the account’s policy …
              </Button>
            )}
          </Group>
        )}
        {mayChange && isOwn && !isWhole && <Text size="sm">A check of unwanted software needs names.</Text>}
      </Stack>
      {reviewed !== undefined && (
        <ReviewDialog
          groupId={groupId}
          groupName={groupName}
          given={given}
          policy={reviewed}
          onClose={() => setReviewed(undefined)}
        />
      )}
    </form>
  )
}
