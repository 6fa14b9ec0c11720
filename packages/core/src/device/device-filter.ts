import { type Static, type TSchema, Type } from 'typebox'
import { severities } from '../compliance/severity.ts'
import { agentTypes, deviceStatuses, deviceTypes, operatingSystems } from './facts.ts'

const anyOf = <Item extends TSchema>(item: Item) =>
  Type.Optional(Type.Array(item, { minItems: 1, maxItems: 1000, uniqueItems: true }))

const version = (description: string) =>
  Type.String({ pattern: '^v?[0-9]{1,15}([-.+][0-9A-Za-z.+-]*)?$', maxLength: 64, description })
const moment = (description: string) => Type.String({ format: 'date-time', description })

/** Keys whose values may hold commas: in a URL they are repeated, and never joined. */
export const repeatedKeys: readonly string[] = ['identity', 'finding_signature']

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
    severity: anyOf(Type.Enum(severities)),
    agent_type: anyOf(Type.Enum(agentTypes)),
    group_id: anyOf(Type.String({ minLength: 1, maxLength: 128 })),
    agent_version: anyOf(version('compared number by number: `7.6` is `7.6.0`')),
    agent_version_below: Type.Optional(version('older than this; devices without an agent are not')),
    agent_version_from: Type.Optional(version('this or newer')),
    online: Type.Optional(Type.Boolean({ description: 'whether an agent of the device is connected now' })),
    last_seen_after: Type.Optional(moment('seen then or later; a device that is connected is seen now')),
    last_seen_before: Type.Optional(moment('last seen before then; not those that never were')),
    last_seen_within: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 315_360_000, description: 'seconds before now in which it was seen' }),
    ),
    ever_seen: Type.Optional(Type.Boolean({ description: 'whether an agent of the device was ever connected' })),
    enrolled: Type.Optional(Type.Boolean({ description: 'whether an agent of Muster holds a key for it' })),
    ignored: Type.Optional(Type.Boolean()),
    exempt: Type.Optional(Type.Boolean({ description: 'whether an exemption of it runs, whatever its status' })),
    exempt_by: anyOf(
      Type.String({ format: 'uuid', description: 'the action, or import, that its running exemption comes from' }),
    ),
    exempt_ends_within: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 315_360_000, description: 'seconds; not those exempt for ever' }),
    ),
    identity: anyOf(
      Type.String({
        pattern: '^[^=]{1,64}=.+$',
        maxLength: 600,
        description: 'what its user answered, as `field=value`, in any case; of one field any of the values',
      }),
    ),
    finding_sha256: anyOf(
      Type.String({ pattern: '^[0-9a-f]{64}$', description: 'a scan found a file with this hash on it' }),
    ),
    finding_signature: anyOf(Type.String({ minLength: 1, maxLength: 512, description: 'a scan found this on it' })),
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
