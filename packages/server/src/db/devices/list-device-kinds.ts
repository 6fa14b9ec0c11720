import type { AgentType, DeviceFacts, OperatingSystem } from '@muster/core/device/facts.ts'
import type { Queryable } from '../pool.ts'

export interface DeviceKind {
  readonly kindId: number
  /** All that a rule may look at but the status, which changes too often. */
  readonly facts: Omit<DeviceFacts, 'status'>
}

export async function listDeviceKinds(db: Queryable): Promise<DeviceKind[]> {
  const { rows } = await db.query<{
    kind_id: number
    agent_type: AgentType
    agent_name: string
    agent_version: string
    os: OperatingSystem
    abilities: string[] | null
  }>('select kind_id, agent_type, agent_name, agent_version, os, abilities from device_kind')
  return rows.map((row) => ({
    kindId: row.kind_id,
    facts: {
      agentType: row.agent_type,
      agentName: row.agent_name,
      agentVersion: row.agent_version,
      os: row.os,
      abilities: row.abilities,
    },
  }))
}
