import { type Static, Type } from 'typebox'
import { deviceIdLengthMax } from '../device-id.ts'
import { agentTypes, deviceStatuses, deviceTypes, operatingSystems } from '../facts.ts'

const id = Type.String({ minLength: 1, maxLength: deviceIdLengthMax })
const text = Type.String({ maxLength: 255 })

/**
 * One device of an import, as JSON has it and as CSV names its columns (lists are separated by spaces, commas or
 * semicolons there). What is absent, null or an empty cell was not said: it stays as it is for a device that is
 * there, and is "never said" for a new one.
 */
export const ImportRow = Type.Object(
  {
    device_id: Type.Optional(id),
    hwid: Type.Optional(id),
    hostname: Type.Optional(text),
    nickname: Type.Optional(text),
    device_type: Type.Optional(Type.Enum(deviceTypes)),
    status: Type.Optional(Type.Enum(deviceStatuses)),
    agent_type: Type.Optional(Type.Enum(agentTypes)),
    agent_name: Type.Optional(Type.String({ maxLength: 64 })),
    agent_version: Type.Optional(Type.String({ maxLength: 64 })),
    os: Type.Optional(Type.Enum(operatingSystems)),
    os_name: Type.Optional(text),
    os_version: Type.Optional(text),
    abilities: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 64 })),
    macs: Type.Optional(Type.Array(Type.String({ maxLength: 32 }), { maxItems: 64 })),
    group_id: Type.Optional(Type.String({ minLength: 1, maxLength: 128, description: 'for a new device only' })),
    public_ip: Type.Optional(Type.String({ maxLength: 45 })),
    user_name: Type.Optional(text),
  },
  { additionalProperties: false },
)
export type ImportRow = Static<typeof ImportRow>

export type ImportField = keyof ImportRow

export const importFields = Object.keys(ImportRow.properties) as ImportField[]

/** Written as a list in one CSV cell. */
export const listFields: ReadonlySet<string> = new Set<ImportField>(['abilities', 'macs'])

/** In a CSV cell of a list: a list without members, which is not the same as nothing said. */
export const emptyListCell = 'none'

/** What one request may bring. */
export const importRowsMax = 100_000
