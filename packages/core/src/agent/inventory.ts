import { type Static, Type } from 'typebox'
import { deviceTypes, operatingSystems } from '../device/facts.ts'
import { Hardware } from '../device/hardware.ts'

/** No NUL: a database's text has none. */
const Line = Type.String({ maxLength: 256, pattern: '^[^\\u0000]*$' })
/** To the end of the year 9999. */
const SecondsOrNull = Type.Union([Type.Integer({ minimum: 0, maximum: 253_402_300_799 }), Type.Null()])
const Word = Type.String({ minLength: 1, maxLength: 64, pattern: '^[\\x20-\\x7e]+$' })

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
      /** Where a DHCP client of the device leases its IPv4 address. Unix seconds; null: nobody tells. */
      dhcp: Type.Optional(
        Type.Object({ server: Type.Union([Line, Type.Null()]), obtained_at: SecondsOrNull, expires_at: SecondsOrNull }),
      ),
    }),
    { maxItems: 256 },
  ),
  /** Absent: the agent does not say, or must not be told apart by it. */
  hardware: Type.Optional(Hardware),
})
export type Inventory = Static<typeof Inventory>

/**
 * Who the agent is, and which action types it can really carry out; of one that the device hinders the ability is
 * `type:reason` instead (see `hinderedAbility`).
 */
export const AgentFacts = Type.Object({
  name: Word,
  version: Word,
  abilities: Type.Array(Word, { maxItems: 64 }),
})
export type AgentFacts = Static<typeof AgentFacts>
