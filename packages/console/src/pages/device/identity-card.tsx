import { Text } from '@mantine/core'
import type { DeviceDetails } from '@muster/core/api/devices.ts'
import { Facts } from '../../components/facts.tsx'
import { Moment } from '../../components/moment.tsx'

/** What its user answered last, and who answered before. */
export function IdentityCard({ device: { user_identity: identity, identities } }: { device: DeviceDetails }) {
  const [latest, ...earlier] = identities
  return (
    <Facts
      title="Identity"
      facts={[
        ...Object.entries(identity ?? {}).map(([name, value]) => [name, String(value)] as const),
        latest && (['Answered', <Moment key="at" at={latest.answered_at} />] as const),
        earlier.length > 0
          ? ([
              'Before',
              <span key="before">
                {earlier.slice(0, 5).map(({ answered_at, user_identity }) => (
                  <span key={answered_at} style={{ display: 'block' }}>
                    {Object.values(user_identity).join(', ')} (<Moment at={answered_at} />)
                  </span>
                ))}
              </span>,
            ] as const)
          : undefined,
      ]}
    >
      {identity === null && (
        <Text size="sm" c="dimmed">
          Its user has not said who he is. The action “Ask for identity again” asks.
        </Text>
      )}
    </Facts>
  )
}
