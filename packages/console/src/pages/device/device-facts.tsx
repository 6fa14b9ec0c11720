import type { DeviceDetails } from '@muster/core/api/devices.ts'
import { agentTypeWords, deviceTypeWords, osWords } from '../../components/device-words.ts'
import { Facts } from '../../components/facts.tsx'
import { Moment } from '../../components/moment.tsx'
import { OnlineDot, StatusDot } from '../../components/status-dot.tsx'
import { TextLink } from '../../components/text-link.tsx'

export function DeviceFacts({ device }: { device: DeviceDetails }) {
  const given = (name: string, value: string | null) =>
    value === null || value === '' ? undefined : ([name, value] as const)
  return (
    <>
      <Facts
        title="Device"
        facts={[
          ['Status', <StatusDot key="status" status={device.status} />],
          ['Connection', <Connection key="connection" device={device} />],
          [
            'Group',
            <TextLink key="group" to="/devices" search={{ group_id: [device.group_id] }}>
              {device.group_name}
            </TextLink>,
          ],
          ['Kind', deviceTypeWords[device.device_type]],
          ['System', `${device.os_name || osWords[device.os]} ${device.os_version}`],
          given('User', device.user_name),
          ['Device id', device.device_id],
          given('Hardware id', device.hwid),
          ['Added', <Moment key="added" at={device.enrolled_at} as="full" />],
          ['Known by', device.source === 'agent' ? 'its agent' : device.source],
        ]}
      />
      <Facts
        title="Agent"
        facts={[
          ['Agent', device.agent_name === '' ? 'none' : `${device.agent_name} ${device.agent_version}`],
          ['Type', agentTypeWords[device.agent_type]],
          [
            'Enrolled',
            device.enrolled ? `yes, enrolment ${device.generation}` : 'no: it was imported, or its agent is gone',
          ],
          given('Can do', device.abilities?.join(', ') ?? null),
        ]}
      />
      <Facts
        title="Network"
        facts={[
          given('Address', device.public_ip),
          ['MAC addresses', device.macs.length === 0 ? 'none known' : device.macs.join(', ')],
        ]}
      />
    </>
  )
}

function LastSeen({ at }: { at: string }) {
  return (
    <>
      last seen <Moment at={at} />
    </>
  )
}

function Connection({ device: { online, connected_at, last_seen, expected_at } }: { device: DeviceDetails }) {
  return (
    <>
      <OnlineDot isOnline={online} />{' '}
      {online && connected_at !== null && (
        <>
          since <Moment at={connected_at} />
        </>
      )}
      {!online && (
        <>
          · {last_seen === null ? 'never seen' : <LastSeen at={last_seen} />}
          {expected_at !== null && (
            <>
              , usually connects <Moment at={expected_at} />
            </>
          )}
        </>
      )}
    </>
  )
}
