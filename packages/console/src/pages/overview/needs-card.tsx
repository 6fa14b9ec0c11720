import { Group, Stack, Text } from '@mantine/core'
import type { Overview } from '@muster/core/api/overview.ts'
import type { ReactNode } from 'react'
import { Card } from '../../components/card.tsx'
import { countOf } from '../../components/count.ts'
import { icons } from '../../components/icons.tsx'
import { TextLink } from '../../components/text-link.tsx'

/** What waits for a person; where nothing does, that is said. */
export function NeedsCard({ overview }: { overview: Overview }) {
  const { exemptions, failures, unknown_devices: unknown, findings, duplicates_open: duplicates, devices } = overview
  const quarantined = devices.by_status.find(({ value }) => value === 'quarantined')?.devices ?? 0
  const needs: (readonly [string, number, ReactNode])[] = [
    [
      'failures',
      failures.targets,
      <TextLink key="1" to="/actions">
        {countOf(failures.targets, 'command')} failed in the last 7 days
      </TextLink>,
    ],
    [
      'findings',
      findings.devices_in_7_days,
      <TextLink key="2" to="/findings">
        Malware on {countOf(findings.devices_in_7_days, 'device')} in the last 7 days
      </TextLink>,
    ],
    [
      'ending',
      exemptions.ending_in_24_hours,
      <TextLink key="3" to="/exemptions">
        {countOf(exemptions.ending_in_24_hours, 'exemption ends', 'exemptions end')} in 24 hours
      </TextLink>,
    ],
    [
      'endless',
      exemptions.endless,
      <TextLink key="4" to="/exemptions" search={{ state: 'endless' }}>
        {countOf(exemptions.endless, 'exemption never ends', 'exemptions never end')}
      </TextLink>,
    ],
    [
      'unknown',
      unknown.total,
      <TextLink key="5" to="/devices" search={{ status: ['unknown'] }}>
        {countOf(unknown.total, 'unknown device')}
      </TextLink>,
    ],
    [
      'duplicates',
      duplicates,
      <TextLink key="6" to="/settings" search={{ tab: 'duplicates' }}>
        {countOf(duplicates, 'device')} that two machines pass for
      </TextLink>,
    ],
    [
      'quarantined',
      quarantined,
      <TextLink key="7" to="/devices" search={{ status: ['quarantined'] }}>
        {countOf(quarantined, 'device')} in quarantine
      </TextLink>,
    ],
  ]
  const present = needs.filter(([, count]) => count > 0)
  return (
    <Card title="What needs you">
      {present.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing: no failures, no findings, no exemption that ends soon.
        </Text>
      )}
      <Stack gap={8}>
        {present.map(([key, , link]) => (
          <Group key={key} gap="xs" wrap="nowrap" c="orange">
            {icons.warning}
            {link}
          </Group>
        ))}
      </Stack>
    </Card>
  )
}
