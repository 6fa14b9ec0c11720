import { Text } from '@mantine/core'
import type { DeviceStatus } from '@muster/core/device/facts.ts'
import { statusColors, statusWords } from './device-words.ts'

/** A word with a dot of its colour: who sees no colours loses nothing. */
export function Dot({ color, children, isHollow = false }: { color: string; children: string; isHollow?: boolean }) {
  const shade = `var(--mantine-color-${color}-6)`
  return (
    <Text span inherit>
      <svg width="10" height="10" aria-hidden="true" style={{ marginInlineEnd: 7 }}>
        <circle cx="5" cy="5" r="4" fill={isHollow ? 'none' : shade} stroke={shade} strokeWidth="1.5" />
      </svg>
      {children}
    </Text>
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
