import { type Static, Type } from 'typebox'
import { GroupId, Timestamp } from './page.ts'

export const Group = Type.Object({
  group_id: Type.String(),
  name: Type.String(),
  description: Type.String(),
  devices: Type.Integer({ description: 'how many devices are in it' }),
  created_at: Timestamp,
  modified_at: Timestamp,
})
export type Group = Static<typeof Group>

const name = Type.String({ minLength: 1, maxLength: 128, pattern: '^[^\\p{Cc}]+$' })
const description = Type.String({ maxLength: 1000 })

export const NewGroup = Type.Object(
  {
    group_id: Type.Optional(GroupId),
    name,
    description: Type.Optional(description),
  },
  { additionalProperties: false },
)
export type NewGroup = Static<typeof NewGroup>

export const GroupChange = Type.Object(
  { name: Type.Optional(name), description: Type.Optional(description) },
  { additionalProperties: false, minProperties: 1 },
)
export type GroupChange = Static<typeof GroupChange>
