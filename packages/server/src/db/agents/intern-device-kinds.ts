import type { AgentType, OperatingSystem } from '@muster/core/device/facts.ts'
import type { Queryable } from '../pool.ts'

export interface DeviceKind {
  readonly agentType: AgentType
  readonly agentName: string
  readonly agentVersion: string
  readonly os: OperatingSystem
  /** Sorted, each once. */
  readonly abilities: readonly string[]
}

/**
 * The ids of the kinds, in their order; missing ones are made. What another transaction makes at the same moment is
 * waited for and then found by the second look.
 */
export async function internDeviceKinds(db: Queryable, kinds: readonly DeviceKind[]): Promise<number[]> {
  const found = await findKinds(db, kinds)
  if (found.every((id) => id !== null)) return found as number[]
  const missing = kinds.filter((_, index) => found[index] === null)
  await db.query({
    name: 'add-device-kinds',
    text: `insert into device_kind (agent_type, agent_name, agent_version, os, abilities)
           select agent_type, agent_name, agent_version, os, array(select jsonb_array_elements_text(abilities))
           from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::jsonb[])
             as given (agent_type, agent_name, agent_version, os, abilities)
           on conflict do nothing`,
    values: toColumns(missing),
  })
  const all = await findKinds(db, kinds)
  if (all.some((id) => id === null)) throw new Error('a device kind that was just added cannot be found')
  return all as number[]
}

async function findKinds(db: Queryable, kinds: readonly DeviceKind[]): Promise<(number | null)[]> {
  const { rows } = await db.query<{ kind_id: number | null }>({
    name: 'find-device-kinds',
    text: `select kind.kind_id
           from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::jsonb[]) with ordinality
             as given (agent_type, agent_name, agent_version, os, abilities, ordinal)
           left join device_kind kind
             on kind.agent_type = given.agent_type and kind.agent_name = given.agent_name
             and kind.agent_version = given.agent_version and kind.os = given.os
             and kind.abilities = array(select jsonb_array_elements_text(given.abilities))
           order by given.ordinal`,
    values: toColumns(kinds),
  })
  return rows.map(({ kind_id }) => kind_id)
}

function toColumns(kinds: readonly DeviceKind[]): unknown[] {
  return [
    kinds.map(({ agentType }) => agentType),
    kinds.map(({ agentName }) => agentName),
    kinds.map(({ agentVersion }) => agentVersion),
    kinds.map(({ os }) => os),
    kinds.map(({ abilities }) => JSON.stringify(abilities)),
  ]
}
