import { compareVersions } from '../device/agent-version.ts'
import type { DeviceFacts, DeviceStatus, OperatingSystem } from '../device/facts.ts'
import type { Verdict } from './action-type.ts'
import type { Reason } from './reason.ts'

export const applies: Verdict = { applies: true }

export function doesNotApply(reason: Reason): Verdict {
  return { applies: false, reason }
}

type Rule = (facts: DeviceFacts) => Verdict

/** The first rule that says no decides. */
export function firstRefusal(facts: DeviceFacts, ...rules: Rule[]): Verdict {
  for (const rule of rules) {
    const verdict = rule(facts)
    if (!verdict.applies) return verdict
  }
  return applies
}

export function exceptStatus(...excluded: DeviceStatus[]): Rule {
  return ({ status }) => (excluded.includes(status) ? doesNotApply('status_excluded') : applies)
}

/** Exemption and the original re-identify share it: there must be a licence-holding, known device. */
export const licensedDevice: Rule = exceptStatus('unknown', 'ignored', 'out_of_license_usage')

export const notDomainController: Rule = ({ agentType }) =>
  agentType === 'domain_controller' ? doesNotApply('domain_controller_excluded') : applies

export const persistentAgent: Rule = ({ agentType }) =>
  agentType === 'persistent' ? applies : doesNotApply('persistent_agent_needed')

/** What an agent said of itself beats every table; a record that never said is judged by the table alone. */
export function agentCan(type: string): Rule {
  return ({ abilities }) => {
    if (abilities === null || abilities.includes(type)) return applies
    const hindrance = hindranceReasons.find((reason) => abilities.includes(hinderedAbility(type, reason)))
    return doesNotApply(hindrance ?? 'agent_cannot')
  }
}

/** What an agent may give as the reason why its device cannot do what the agent could. */
const hindranceReasons = ['no_engine'] as const satisfies Reason[]
export type HindranceReason = (typeof hindranceReasons)[number]

/** How an agent says so among its abilities: `scan_threats:no_engine` in the place of `scan_threats`. */
export function hinderedAbility(type: string, reason: HindranceReason): string {
  return `${type}:${reason}`
}

/** *(agent name, OS) → lowest version*. A pair without a row is not supported. */
export type VersionFloors = Readonly<Record<string, Partial<Record<OperatingSystem, string>>>>

export function atLeast(floors: VersionFloors): Rule {
  return ({ agentName, os, agentVersion }) => {
    const floor = Object.hasOwn(floors, agentName) ? floors[agentName]?.[os] : undefined
    if (floor === undefined) return doesNotApply('agent_not_supported')
    return compareVersions(agentVersion, floor) < 0 ? doesNotApply('agent_too_old') : applies
  }
}

/** Muster's own agent does the same on its three systems since its first release. */
export const musterDesktops = { windows: '0.1.0', mac: '0.1.0', linux: '0.1.0' } as const
