import type { DeviceDetails } from '@muster/core/api/devices.ts'
import { Facts } from '../../components/facts.tsx'
import { Moment } from '../../components/moment.tsx'
import { TextLink } from '../../components/text-link.tsx'

export function ExemptionCard({ device: { exemption } }: { device: DeviceDetails }) {
  if (exemption === null) return null
  return (
    <Facts
      title="Exemption"
      facts={[
        ['Ends', exemption.until === null ? 'never' : <Moment key="end" at={exemption.until} as="full" />],
        [
          'By',
          <TextLink key="by" to="/actions/$action_id" params={{ action_id: exemption.action_id }}>
            the action that exempted it
          </TextLink>,
        ],
      ]}
    />
  )
}
