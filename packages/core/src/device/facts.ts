/** What a rule may look at. Few facts on purpose: a fleet has tens of combinations, whatever its size. */
export interface DeviceFacts {
  readonly status: DeviceStatus
  readonly agentType: AgentType
  /** Which agent the device says it runs, e.g. `muster` or `opswat-client`; empty where there is none. */
  readonly agentName: string
  readonly agentVersion: string
  readonly os: OperatingSystem
  /** The action types the agent said it can do; null for a record that never said (an imported device). */
  readonly abilities: readonly string[] | null
}

/** Codes are stored; add at the end, never renumber. */
export const deviceStatuses = [
  'compliant',
  'non_compliant',
  'exempted',
  'out_of_license_usage',
  'unknown',
  'ignored',
  'installed',
  'pending',
  'quarantined',
] as const
export type DeviceStatus = (typeof deviceStatuses)[number]

export const agentTypes = ['persistent', 'on_demand', 'mobile', 'domain_controller', 'none'] as const
export type AgentType = (typeof agentTypes)[number]

export const operatingSystems = ['windows', 'mac', 'linux', 'ios', 'android', 'other'] as const
export type OperatingSystem = (typeof operatingSystems)[number]

export const deviceTypes = ['desktop', 'laptop', 'phone', 'tablet', 'server', 'vm', 'other'] as const
export type DeviceType = (typeof deviceTypes)[number]

export function statusCode(status: DeviceStatus): number {
  return deviceStatuses.indexOf(status)
}

export function statusOfCode(code: number): DeviceStatus {
  const status = deviceStatuses[code]
  if (status === undefined) throw new Error(`no device status has the code ${code}`)
  return status
}
