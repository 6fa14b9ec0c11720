import { type Static, type TSchema, Type } from 'typebox'
import { agentTypes, deviceStatuses, deviceTypes, operatingSystems } from './facts.ts'

const anyOf = <Item extends TSchema>(item: Item) =>
  Type.Optional(Type.Array(item, { minItems: 1, maxItems: 1000, uniqueItems: true }))

/**
 * Which devices of the account: within one key, any of the values; between keys, all of them. The same filter,
 * through the same SQL, lists devices, plans an action and applies it.
 */
export const DeviceFilter = Type.Object(
  {
    all: Type.Optional(
      Type.Literal(true, { description: 'every device: an action needs a key, and never guesses this one' }),
    ),
    device_type: anyOf(Type.Enum(deviceTypes)),
    os: anyOf(Type.Enum(operatingSystems)),
    status: anyOf(Type.Enum(deviceStatuses)),
    agent_type: anyOf(Type.Enum(agentTypes)),
    group_id: anyOf(Type.String({ minLength: 1, maxLength: 128 })),
    online: Type.Optional(Type.Boolean({ description: 'whether an agent of the device is connected now' })),
    q: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description:
          'text in the device id, hardware id, host name, nickname, user name or what its user answered, in any case; ' +
          'or a MAC',
      }),
    ),
  },
  { additionalProperties: false },
)
export type DeviceFilter = Static<typeof DeviceFilter>
