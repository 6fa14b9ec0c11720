let number = 0

/** Twenty-five records of devices managed elsewhere: every status, agent type, system and version that a rule looks at. */
export const simulatedDevices = [
  row('win-old-agent', { os: 'windows', agent_version: '7.6.70.9' }),
  row('win-re-identify', { os: 'windows', agent_version: '7.6.71.0' }),
  row('win-scan', { os: 'windows', agent_version: '7.6.206.0' }),
  row('win-fetch-log', { os: 'windows', agent_version: '7.6.231.0' }),
  row('win-newest', { os: 'windows', agent_version: '7.7.2.10', device_type: 'laptop' }),
  row('mac-old-agent', { os: 'mac', agent_version: '10.4.122.9', device_type: 'laptop' }),
  row('mac-re-identify', { os: 'mac', agent_version: '10.4.123.0', device_type: 'laptop' }),
  row('mac-scan', { os: 'mac', agent_version: '10.4.205.0' }),
  row('mac-fetch-log', { os: 'mac', agent_version: '10.4.225.0' }),
  row('linux-vendor-agent', { os: 'linux', agent_version: '7.6.231.0', device_type: 'server' }),
  row('linux-muster-agent', {
    os: 'linux',
    agent_name: 'muster',
    agent_version: '0.1.0',
    abilities: ['fetch_agent_log'],
  }),
  row('linux-muster-cannot', { os: 'linux', agent_name: 'muster', agent_version: '0.1.0', abilities: [] }),
  row('on-demand', { os: 'windows', agent_type: 'on_demand', agent_version: '7.6.300.0' }),
  row('iphone', { os: 'ios', agent_type: 'mobile', agent_version: '5.0.0', device_type: 'phone' }),
  row('android-tablet', { os: 'android', agent_type: 'mobile', agent_version: '5.0.0', device_type: 'tablet' }),
  row('domain-controller', {
    os: 'windows',
    agent_type: 'domain_controller',
    agent_version: '7.6.231.0',
    device_type: 'server',
  }),
  row('printer', { os: 'other', agent_type: 'none', agent_name: '', agent_version: '', status: 'unknown' }),
  row('camera-ignored', { os: 'other', agent_type: 'none', agent_name: '', agent_version: '', status: 'ignored' }),
  row('win-non-compliant', { os: 'windows', status: 'non_compliant', agent_version: '7.6.231.0' }),
  row('win-exempted', { os: 'windows', status: 'exempted', agent_version: '7.6.231.0' }),
  row('win-no-licence', { os: 'windows', status: 'out_of_license_usage', agent_version: '7.6.231.0' }),
  row('win-installed', { os: 'windows', status: 'installed', agent_version: '7.6.231.0' }),
  row('mac-pending', { os: 'mac', status: 'pending', agent_version: '10.4.225.0', device_type: 'laptop' }),
  row('mac-quarantined', { os: 'mac', status: 'quarantined', agent_version: '10.4.225.0', device_type: 'laptop' }),
  row('build-vm', { os: 'linux', agent_name: 'muster', agent_version: '0.0.9', device_type: 'vm' }),
]

function row(hostname: string, facts: Record<string, unknown>) {
  number += 1
  return {
    device_id: `demo-${String(number).padStart(2, '0')}-${hostname}`,
    hostname,
    device_type: 'desktop',
    status: 'compliant',
    agent_type: 'persistent',
    agent_name: 'opswat-client',
    macs: [`02:00:00:00:00:${number.toString(16).padStart(2, '0')}`],
    ...facts,
  }
}
