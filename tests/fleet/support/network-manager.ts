import { waitUntil } from '../../support/embedded-server.ts'
import type { DhcpNetwork } from './dhcp-network.ts'

const bus = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=/run/dbus/system_bus_socket</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_destination="*"/>
    <allow send_type="signal"/>
    <allow send_requested_reply="true"/>
    <allow receive_sender="*"/>
  </policy>
</busconfig>`

const settings = `[main]
plugins=keyfile
no-auto-default=*
dhcp=internal
auth-polkit=false
dns=none
rc-manager=unmanaged
[keyfile]
unmanaged-devices=*,except:interface-name:lan0
[connectivity]
enabled=false`

const profile = `[connection]
id=the lan
uuid=7f0b9d0e-3f4b-4d31-a8a1-2a4d5c1e6f70
type=ethernet
interface-name=lan0
[ipv4]
method=auto
[ipv6]
method=disabled`

export const networkManagerPrograms = ['NetworkManager', 'nmcli', 'busctl', 'dbus-daemon']

/**
 * Starts NetworkManager, with its own DHCP client, on a system bus of the network's own; resolves when `lan0` has an
 * address. That no udev runs, it takes from a /sys that cannot be written.
 */
export async function startNetworkManager(network: DhcpNetwork): Promise<void> {
  await network.run(
    'sh',
    '-c',
    `
set -e
mount -t sysfs -o ro sysfs /sys
mkdir -p /run/dbus /run/NetworkManager /var/lib/NetworkManager /etc/NetworkManager/system-connections
mount -t tmpfs tmpfs /var/lib/NetworkManager
printf '%s' "$1" >/run/bus.conf
printf '%s' "$2" >/run/nm.conf
printf '%s' "$3" >/etc/NetworkManager/system-connections/lan.nmconnection
chmod 600 /etc/NetworkManager/system-connections/lan.nmconnection
dbus-daemon --config-file=/run/bus.conf --fork --nosyslog
NetworkManager --config=/run/nm.conf --config-dir=/run/none >/run/nm.log 2>&1
`,
    'sh',
    bus,
    settings,
    profile,
  )
  await waitUntil(
    'NetworkManager has a lease',
    async () => (await network.address('lan0'))?.startsWith('10.77.') ?? false,
  )
}

/** The settings in force on `lan0`, as NetworkManager shows them. */
export async function readApplied(network: DhcpNetwork): Promise<string> {
  const path = (await network.run('nmcli', '-g', 'GENERAL.DBUS-PATH', 'device', 'show', 'lan0')).trim()
  const service = 'org.freedesktop.NetworkManager'
  const words = [
    '--system',
    '--json=short',
    'call',
    service,
    path,
    `${service}.Device`,
    'GetAppliedConnection',
    'u',
    '0',
  ]
  return JSON.stringify(JSON.parse(await network.run('busctl', ...words)).data[0])
}
