import type { Severity } from '@muster/core/compliance/severity.ts'
import type { AgentType, DeviceStatus, DeviceType, OperatingSystem } from '@muster/core/device/facts.ts'

/** What people call what the API has words for. */
export const statusWords: Record<DeviceStatus, string> = {
  compliant: 'Compliant',
  non_compliant: 'Not compliant',
  exempted: 'Exempt',
  out_of_license_usage: 'Out of licence',
  unknown: 'Unknown',
  ignored: 'Ignored',
  installed: 'Installed',
  pending: 'Pending',
  quarantined: 'Quarantined',
}

export const statusColors: Record<DeviceStatus, string> = {
  compliant: 'green',
  non_compliant: 'red',
  exempted: 'grape',
  out_of_license_usage: 'orange',
  unknown: 'gray',
  ignored: 'gray',
  installed: 'blue',
  pending: 'yellow',
  quarantined: 'red',
}

export const severityWords: Record<Severity, string> = {
  no_issues: 'No issues',
  warning: 'Warning',
  critical: 'Critical',
}

export const osWords: Record<OperatingSystem, string> = {
  windows: 'Windows',
  mac: 'macOS',
  linux: 'Linux',
  ios: 'iOS',
  android: 'Android',
  other: 'Other',
}

export const agentTypeWords: Record<AgentType, string> = {
  persistent: 'Persistent',
  on_demand: 'On demand',
  mobile: 'Mobile',
  domain_controller: 'Domain controller',
  none: 'None',
}

export const deviceTypeWords: Record<DeviceType, string> = {
  desktop: 'Desktop',
  laptop: 'Laptop',
  phone: 'Phone',
  tablet: 'Tablet',
  server: 'Server',
  vm: 'Virtual machine',
  other: 'Other',
}
