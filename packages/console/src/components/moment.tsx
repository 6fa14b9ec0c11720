import { Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { formatMoment, formatRelative } from './format-moment.ts'

interface MomentProps {
  /** RFC 3339; null: `none` is shown. */
  readonly at: string | null
  readonly none?: string
  /** `near`: "3 min ago"; `full`: date and time in the local zone. UTC shows on hover either way. */
  readonly as?: 'near' | 'full'
}

export function Moment({ at, none = 'never', as = 'near' }: MomentProps) {
  const now = useNow(as === 'near' && at !== null)
  if (at === null) {
    return (
      <Text span inherit c="dimmed">
        {none}
      </Text>
    )
  }
  const date = new Date(at)
  const utc = `${at.replace('T', ' ').replace(/\.\d+Z$|Z$/, '')} UTC`
  const title = as === 'near' ? `${formatMoment(date)} · ${utc}` : utc
  return (
    <time dateTime={at} title={title}>
      {as === 'near' ? formatRelative(date, now) : formatMoment(date)}
    </time>
  )
}

const everySeconds = 15

/** The time, again and again, so that "just now" does not stay so for ever. */
function useNow(isWanted: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!isWanted) return
    const timer = globalThis.setInterval(() => setNow(Date.now()), everySeconds * 1000)
    return () => globalThis.clearInterval(timer)
  }, [isWanted])
  return now
}
