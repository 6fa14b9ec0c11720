import { Grid, Stack, Text } from '@mantine/core'
import type { Overview } from '@muster/core/api/overview.ts'
import type { DeviceStatus } from '@muster/core/device/facts.ts'
import { Card } from '../../components/card.tsx'
import { countOf, formatNumber } from '../../components/count.ts'
import { agentTypeWords, osWords, statusColors, statusWords } from '../../components/device-words.ts'
import { Empty } from '../../components/empty.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useMay } from '../../session/use-session.ts'
import { Breakdown } from './breakdown.tsx'
import { ConnectionRing } from './connection-ring.tsx'

type Devices = Overview['devices']

/** All devices: by status, by connection, by system. Each figure leads to its list. */
export function FleetCard({ devices }: { devices: Devices }) {
  const mayEnrol = useMay('operate')
  if (devices.total === 0) {
    return (
      <Card title="Fleet">
        <Empty title="No devices yet">
          {mayEnrol ? (
            <>
              <TextLink to="/enrolment">Enrol the first one</TextLink>: the page has the command to paste on it.
            </>
          ) : (
            'An operator or administrator enrols the first one.'
          )}
        </Empty>
      </Card>
    )
  }
  return (
    <Card title="Fleet" aside={<TextLink to="/devices">{countOf(devices.total, 'device')}</TextLink>}>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, sm: 4, lg: 3 }}>
          <Stack align="center" gap={4}>
            <ConnectionRing online={devices.online} total={devices.total} />
            <Text size="sm" c="dimmed">
              {formatNumber(devices.enrolled)} with an agent of Muster
            </Text>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, sm: 8, lg: 5 }}>
          <Breakdown
            title="Status"
            items={devices.by_status}
            wordOf={(value) => statusWords[value as DeviceStatus] ?? value}
            colorOf={(value) => statusColors[value as DeviceStatus] ?? 'gray'}
            searchOf={(value) => ({ status: [value as DeviceStatus] })}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="md">
            <Breakdown
              title="System"
              items={devices.by_os}
              wordOf={(value) => osWords[value as keyof typeof osWords] ?? value}
              searchOf={(value) => ({ os: [value as keyof typeof osWords] })}
            />
            <Breakdown
              title="Agent"
              items={devices.by_agent_type}
              wordOf={(value) => agentTypeWords[value as keyof typeof agentTypeWords] ?? value}
              searchOf={(value) => ({ agent_type: [value as keyof typeof agentTypeWords] })}
            />
          </Stack>
        </Grid.Col>
      </Grid>
    </Card>
  )
}
