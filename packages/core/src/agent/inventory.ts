import { type Static, Type } from 'typebox'
import { deviceTypes, operatingSystems } from '../device/facts.ts'

const Line = Type.String({ maxLength: 256 })

/** What an agent reports of its device, at enrolment, at each connection and when it changed. */
export const Inventory = Type.Object({
  hostname: Line,
  os: Type.Object({
    family: Type.Enum(operatingSystems),
    name: Line,
    version: Line,
    architecture: Line,
  }),
  machine_type: Type.Enum(deviceTypes),
  user_name: Line,
  network: Type.Array(
    Type.Object({
      name: Line,
      /** Any spelling that `parseMacAddress` reads; empty where the interface has none. */
      mac: Type.String({ maxLength: 17 }),
      ipv4: Type.Array(Line, { maxItems: 64 }),
      ipv6: Type.Array(Line, { maxItems: 64 }),
    }),
    { maxItems: 256 },
  ),
})
export type Inventory = Static<typeof Inventory>

/** Who the agent is, and which action types it can really carry out. */
export const AgentFacts = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 64 }),
  version: Type.String({ minLength: 1, maxLength: 64 }),
  abilities: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 64 }),
})
export type AgentFacts = Static<typeof AgentFacts>
