import { Box, Group, Progress, Text, Title } from '@mantine/core'
import type { Overview } from '@muster/core/api/overview.ts'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import { formatNumber } from '../../components/count.ts'
import { TextLink } from '../../components/text-link.tsx'

interface BreakdownProps {
  readonly title: string
  readonly items: Overview['devices']['by_status']
  readonly wordOf: (value: string) => string
  readonly colorOf?: (value: string) => string
  /** The list of just these devices. */
  readonly searchOf: (value: string) => DeviceFilter
}

/** A bar for each value that occurs; the longest is the most frequent. */
export function Breakdown({ title, items, wordOf, colorOf = () => 'blue', searchOf }: BreakdownProps) {
  const most = Math.max(1, ...items.map(({ devices }) => devices))
  return (
    <Box>
      <Title order={3} size="h6" mb={6}>
        {title}
      </Title>
      {items.map(({ value, devices, online }) => (
        <Group key={value} wrap="nowrap" gap="sm" mb={4}>
          <Box w={128} style={{ flex: 'none' }}>
            <TextLink to="/devices" search={searchOf(value)}>
              {wordOf(value)}
            </TextLink>
          </Box>
          <Progress
            value={(100 * devices) / most}
            color={`${colorOf(value)}.6`}
            size="md"
            flex={1}
            aria-label={`${wordOf(value)}: ${devices} devices, ${online} online`}
          />
          <Text size="sm" w={56} ta="right" className="figures">
            {formatNumber(devices)}
          </Text>
        </Group>
      ))}
    </Box>
  )
}
