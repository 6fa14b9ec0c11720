import { type Static, Type } from 'typebox'
import { IdentityQuestion } from '../identity/identity-question.ts'
import { TimestampOrNull } from './page.ts'

/** What devices' users are asked by `re-identify` from now on. */
export const IdentityFields = Type.Object({
  ...IdentityQuestion.properties,
  modified_at: TimestampOrNull,
})
export type IdentityFields = Static<typeof IdentityFields>

const { asked_by, purpose, fields } = IdentityQuestion.properties

/** The whole of it: what is not said gets its default. */
export const IdentityFieldsChange = Type.Object(
  {
    asked_by: Type.Optional(asked_by),
    purpose: Type.Optional(purpose),
    fields,
  },
  { additionalProperties: false },
)
export type IdentityFieldsChange = Static<typeof IdentityFieldsChange>
