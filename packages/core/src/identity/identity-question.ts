import { type Static, Type } from 'typebox'
import type { FieldError } from '../error-code.ts'

/** One line of text that a person reads. */
const line = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: '^[^\\p{Cc}\\u2028\\u2029]*\\S[^\\p{Cc}\\u2028\\u2029]*$' })

export const identityKinds = ['text', 'email', 'number', 'choice', 'date'] as const
export type IdentityKind = (typeof identityKinds)[number]

export const identityLengthMax = 500

/** One thing that a device's user is asked; the order of the list is the order in which it is asked. */
export const IdentityField = Type.Object(
  {
    name: Type.String({
      pattern: '^[a-z][a-z0-9_]{0,39}$',
      description: 'the key of its answer: `a`–`z`, `0`–`9`, `_`',
    }),
    label: line(100),
    kind: Type.Enum(identityKinds),
    required: Type.Boolean({ default: false }),
    choices: Type.Optional(
      Type.Array(line(100), { minItems: 2, maxItems: 200, uniqueItems: true, description: 'of the kind `choice`' }),
    ),
    length_max: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: identityLengthMax,
        description: 'of the kind `text`, in UTF-16 units; default 200',
      }),
    ),
  },
  { additionalProperties: false },
)
export type IdentityField = Static<typeof IdentityField>

/** What a device's user is asked, by whom and why: a parameter of `re-identify`, signed with it. */
export const IdentityQuestion = Type.Object(
  {
    asked_by: line(200),
    purpose: line(500),
    fields: Type.Array(IdentityField, { minItems: 1, maxItems: 32 }),
  },
  { additionalProperties: false },
)
export type IdentityQuestion = Static<typeof IdentityQuestion>

/** The statement of an action, with these in it, goes to every device of the action. */
export const questionLengthMax = 16 * 1024

export const defaultLengthMax = 200

/** Where the account has set nothing: one line for a name, so that `re-identify` works out of the box. */
export function defaultQuestion(accountName: string): IdentityQuestion {
  return {
    asked_by: accountName,
    purpose: 'To know who uses this device.',
    fields: [{ name: 'name', label: 'Your name', kind: 'text', required: true, length_max: defaultLengthMax }],
  }
}

/** What the schema cannot say, a sentence a field; empty where all is well. */
export function faultsOfQuestion(question: IdentityQuestion): FieldError[] {
  const { fields } = question
  const faults = fields.flatMap((field, index) => {
    const fault = (key: string, message: string) => ({ field: `fields.${index}.${key}`, message })
    const first = fields.findIndex(({ name }) => name === field.name)
    return [
      ...(first < index ? [fault('name', `"${field.name}" is the name of an earlier field`)] : []),
      ...(field.kind === 'choice' && !field.choices ? [fault('choices', 'a choice needs at least two of them')] : []),
      ...(field.kind !== 'choice' && field.choices
        ? [fault('choices', 'only a field of the kind choice has them')]
        : []),
      ...(field.kind !== 'text' && field.length_max !== undefined
        ? [fault('length_max', 'only a field of the kind text has one')]
        : []),
      ...(field.choices?.some((choice) => choice !== choice.trim())
        ? [fault('choices', 'must not begin or end with a blank')]
        : []),
    ]
  })
  if (JSON.stringify(question).length > questionLengthMax) {
    faults.push({ field: 'fields', message: `are longer than ${questionLengthMax} characters in all, as JSON` })
  }
  return faults
}
