import { Anchor, Group, Stack, Text } from '@mantine/core'
import type { DeviceIssue } from '@muster/core/api/compliance.ts'
import type { DeviceDetails } from '@muster/core/api/devices.ts'
import { checkWords, describeIssue } from '@muster/core/compliance/describe-check.ts'
import { Card } from '../../components/card.tsx'
import { CopyField } from '../../components/copy-field.tsx'
import { countOf } from '../../components/count.ts'
import { Moment } from '../../components/moment.tsx'
import { Dot } from '../../components/status-dot.tsx'
import { TextLink } from '../../components/text-link.tsx'

/** What is wrong with it by the policy of its group; nothing is shown where its agent never looked. */
export function IssuesCard({ device }: { device: DeviceDetails }) {
  const { issues, checks, group_id, exemption } = device
  if (checks.length === 0) return null
  const unknown = checks.filter(({ result }) => result === 'unknown').length
  return (
    <Card
      title="Compliance"
      aside={
        <TextLink to="/compliance" search={{ group_id }}>
          Policy of its group
        </TextLink>
      }
    >
      <Stack gap={6} fz="sm">
        {issues.length === 0 && <Text inherit>No issues.</Text>}
        {issues.map((issue) => (
          <Issue key={issue.check} issue={issue} />
        ))}
        {issues.length > 0 && exemption !== null && (
          <Text inherit>
            It is exempt{exemption.scope === 'critical' && ' from critical issues'}: its issues stay all the same.
          </Text>
        )}
        <Text inherit c="dimmed">
          {countOf(checks.length, 'check')}
          {unknown > 0 && `, ${unknown} of them without an answer`}
        </Text>
        {issues.length > 0 && (
          <>
            <Text inherit>
              <Anchor href={device.remediation_url} target="_blank" rel="noreferrer" underline="always" inherit>
                What to do, for its user
              </Anchor>
              : a page that needs no sign-in. Send the link to nobody else.
            </Text>
            <CopyField label="Link for its user" text={device.remediation_url} />
          </>
        )}
      </Stack>
    </Card>
  )
}

function Issue({ issue }: { issue: DeviceIssue }) {
  const { check, severity, since, counts, counts_from } = issue
  return (
    <Group justify="space-between" gap="xs" align="start">
      <Text span inherit style={{ overflowWrap: 'anywhere' }}>
        <Dot color={severity === 'critical' ? 'red' : 'orange'} isHollow={!counts}>
          {severity === 'critical' ? 'Critical' : 'Warning'}
        </Dot>
        {' · '}
        {checkWords[check]}: {describeIssue(issue)}
      </Text>
      <Text span inherit c="dimmed">
        since <Moment at={since} />
        {!counts && (
          <>
            , counts <Moment at={counts_from} />
          </>
        )}
      </Text>
    </Group>
  )
}
