import { Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMemo } from 'react'
import { countDevices } from '../../../api/devices.ts'
import { useLook } from '../../../api/queries.ts'
import { countOf } from '../../../components/count.ts'
import { TextLink } from '../../../components/text-link.tsx'

const typingMillis = 400

/** How many devices a limit of so many days would be about at this moment, and which. */
export function UnseenNow({ days }: { days: number }) {
  const [settled] = useDebouncedValue(days, typingMillis)
  const before = useMemo(() => new Date(Date.now() - settled * 86_400_000).toISOString(), [settled])
  const filter = { enrolled: true, last_seen_before: before }
  const { data } = useLook(countDevices, { query: filter })
  if (data === undefined) return null
  return (
    <Text size="xs" c="dimmed" className="prose">
      <TextLink size="xs" to="/devices" search={filter}>
        {countOf(data.devices, 'enrolled device')}
      </TextLink>{' '}
      {data.devices === 1 ? 'was' : 'were'} last seen before that.
    </Text>
  )
}
