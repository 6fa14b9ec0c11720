import { RingProgress, Stack, Text } from '@mantine/core'
import { formatNumber } from '../../components/count.ts'
import { TextLink } from '../../components/text-link.tsx'

export function ConnectionRing({ online, total }: { online: number; total: number }) {
  return (
    <RingProgress
      size={168}
      thickness={14}
      rootColor="var(--mantine-color-default-border)"
      sections={[{ value: (100 * online) / Math.max(1, total), color: 'green.6' }]}
      label={
        <Stack gap={0} align="center">
          <Text fw={700} size="xl" className="figures">
            {formatNumber(online)}
          </Text>
          <TextLink to="/devices" search={{ online: true }}>
            online
          </TextLink>
        </Stack>
      }
    />
  )
}
