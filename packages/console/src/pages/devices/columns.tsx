import { Text } from '@mantine/core'
import type { Device } from '@muster/core/api/devices.ts'
import type { DataTableColumn } from 'mantine-datatable'
import { agentTypeWords, deviceTypeWords, osWords, severityWords } from '../../components/device-words.ts'
import { Moment } from '../../components/moment.tsx'
import { OnlineDot, StatusDot } from '../../components/status-dot.tsx'
import { TextLink } from '../../components/text-link.tsx'

export interface DeviceColumn {
  readonly key: string
  readonly title: string
  /** Seen unless somebody chose otherwise. */
  readonly isPreset: boolean
  readonly column: DataTableColumn<Device>
}

const none = (text: string) => (
  <Text c="dimmed" span inherit>
    {text}
  </Text>
)
const orNone = (text: string | null) => (text === null || text === '' ? none('–') : text)

/** Every column that the list can show, in its order. */
export const deviceColumns: readonly DeviceColumn[] = [
  define('hostname', 'Device', true, nameCell, { sortable: true }),
  define('online', 'Connection', true, ({ online }) => <OnlineDot isOnline={online} />),
  define('status', 'Status', true, ({ status }) => <StatusDot status={status} />),
  define('severity', 'Severity', false, ({ severity }) => severityWords[severity]),
  define('os', 'System', true, ({ os, os_name, os_version }) => `${os_name || osWords[os]} ${os_version}`),
  define('agent', 'Agent', true, ({ agent_name, agent_version }) =>
    agent_name === '' ? none('none') : `${agent_name} ${agent_version}`,
  ),
  define('group', 'Group', true, ({ group_name }) => group_name),
  define('last_seen', 'Last seen', true, ({ online, last_seen }) => (online ? 'now' : <Moment at={last_seen} />), {
    sortable: true,
  }),
  define('user', 'User', false, ({ user_name }) => orNone(user_name)),
  define('identity', 'Identity', false, ({ user_identity }) =>
    orNone(user_identity === null ? null : Object.values(user_identity).join(', ')),
  ),
  define('exemption', 'Exemption ends', false, ({ exemption }) =>
    exemption === null ? none('–') : <Moment at={exemption.until} none="never" />,
  ),
  define('agent_type', 'Agent type', false, ({ agent_type }) => agentTypeWords[agent_type]),
  define('device_type', 'Kind', false, ({ device_type }) => deviceTypeWords[device_type]),
  define('macs', 'MAC addresses', false, ({ macs }) => orNone(macs.join(', '))),
  define('public_ip', 'Address', false, ({ public_ip }) => orNone(public_ip)),
  define('enrolled_at', 'Added', false, ({ enrolled_at }) => <Moment at={enrolled_at} />, {
    sortable: true,
    accessor: 'added',
  }),
  define('device_id', 'Device id', false, ({ device_id }) => device_id, { sortable: true }),
]

function define(
  key: string,
  title: string,
  isPreset: boolean,
  render: (device: Device) => React.ReactNode,
  more: Partial<DataTableColumn<Device>> = {},
): DeviceColumn {
  return {
    key,
    title,
    isPreset,
    column: { accessor: key, title, render, noWrap: true, ...more } as DataTableColumn<Device>,
  }
}

function nameCell({ device_id, hostname, nickname }: Device) {
  return (
    <>
      <TextLink to="/devices/$device_id" params={{ device_id }} fw={500}>
        {hostname || device_id}
      </TextLink>
      {nickname !== '' && (
        <Text span size="xs" c="dimmed" ml={6}>
          {nickname}
        </Text>
      )}
    </>
  )
}
