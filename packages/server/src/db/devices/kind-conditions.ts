import { versionNumbers } from '@muster/core/device/agent-version.ts'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'

const kindKeys = ['os', 'agent_type', 'agent_version', 'agent_version_below', 'agent_version_from'] as const
export type KindKey = (typeof kindKeys)[number]

export function isKindKey(key: keyof DeviceFilter): key is KindKey {
  return (kindKeys as readonly string[]).includes(key)
}

type Bind = (value: unknown) => string

/** What a filter says of a device's kind. Kinds are tens, so these are looked at once a statement, not once a device. */
export function kindConditions(filter: DeviceFilter, bind: Bind): string[] {
  const conditions = kindKeys.filter((key) => filter[key] !== undefined).map((key) => conditionOf[key](filter, bind))
  if (conditions.length === 0) return []
  return [
    `d.kind_id = any(array(
    select k.kind_id from device_kind k cross join lateral (select ${numbers} as version) parsed
    where ${conditions.join(' and ')}))`,
  ]
}

/** As core/device/agent-version's `versionNumbers` has it. */
const numbers = `(
    select coalesce(array_agg(number order by place) filter (where place <= last_place), '{}')
    from (
      select number, place, max(place) filter (where number > 0) over () as last_place
      from (
        select coalesce(substring(part from '^\\s*v?(\\d{1,15})')::bigint, 0) as number, place
        from string_to_table(k.agent_version, '.') with ordinality as parts (part, place)
      ) as parts
    ) as numbered)`

const hasVersion = `k.agent_version <> ''`

const conditionOf: Readonly<Record<KindKey, (filter: DeviceFilter, bind: Bind) => string>> = {
  os: ({ os }, bind) => `k.os = any(${bind(os)}::text[])`,
  agent_type: ({ agent_type }, bind) => `k.agent_type = any(${bind(agent_type)}::text[])`,
  agent_version: ({ agent_version }, bind) =>
    `${hasVersion} and (${agent_version!.map((text) => `version = ${bindVersion(text, bind)}`).join(' or ')})`,
  agent_version_below: ({ agent_version_below }, bind) =>
    `${hasVersion} and version < ${bindVersion(agent_version_below!, bind)}`,
  agent_version_from: ({ agent_version_from }, bind) =>
    `${hasVersion} and version >= ${bindVersion(agent_version_from!, bind)}`,
}

function bindVersion(text: string, bind: Bind): string {
  return `${bind(versionNumbers(text))}::bigint[]`
}
