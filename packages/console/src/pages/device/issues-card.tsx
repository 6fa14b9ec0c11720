import { Group, Stack, Text } from '@mantine/core'
import type { DeviceIssue } from '@muster/core/api/compliance.ts'
import type { DeviceDetails } from '@muster/core/api/devices.ts'
import { checkWords, describeIssue } from '@muster/core/compliance/describe-check.ts'
import { Card } from '../../components/card.tsx'
import { Moment } from '../../components/moment.tsx'
import { Dot } from '../../components/status-dot.tsx'

/** What is wrong with it by the policy of its group; nothing is shown where its agent never looked. */
export function IssuesCard({ device: { issues, checks } }: { device: DeviceDetails }) {
  if (checks.length === 0) return null
  const unknown = checks.filter(({ result }) => result === 'unknown').length
  return (
    <Card title="Compliance">
      <Stack gap={6} fz="sm">
        {issues.length === 0 && <Text inherit>No issues.</Text>}
        {issues.map((issue) => (
          <Issue key={issue.check} issue={issue} />
        ))}
        <Text inherit c="dimmed">
          {checks.length} checks
          {unknown > 0 && `, ${unknown} of them without an answer`}
        </Text>
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
        {counts ? 'since ' : 'counts from '}
        <Moment at={counts ? since : counts_from} />
      </Text>
    </Group>
  )
}
