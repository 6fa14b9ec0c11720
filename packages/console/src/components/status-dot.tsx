import { Group, Text } from '@mantine/core'
import type { DeviceStatus } from '@muster/core/device/facts.ts'
import { statusColors, statusWords } from './device-words.ts'

/** A word with a dot of its colour: who sees no colours loses nothing. */
export function Dot({ color, children, isHollow = false }: { color: string; children: string; isHollow?: boolean }) {
  const shade = `var(--mantine-color-${color}-6)`
  return (
    <Group gap={7} wrap="nowrap" component="span" display="inline-flex">
      <svg width="10" height="10" aria-hidden="true" style={{ flex: 'none' }}>
        <circle cx="5" cy="5" r="4" fill={isHollow ? 'none' : shade} stroke={shade} strokeWidth="1.5" />
      </svg>
      <Text span inherit>
        {children}
      </Text>
    </Group>
  )
}

export function StatusDot({ status }: { status: DeviceStatus }) {
  return <Dot color={statusColors[status]}>{statusWords[status]}</Dot>
}

export function OnlineDot({ isOnline }: { isOnline: boolean }) {
  return (
    <Dot color={isOnline ? 'green' : 'gray'} isHollow={!isOnline}>
      {isOnline ? 'Online' : 'Offline'}
    </Dot>
  )
}
