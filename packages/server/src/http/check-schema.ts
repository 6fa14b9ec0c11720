import type { FieldError } from '@muster/core/error-code.ts'
import { shortenLists } from '@muster/core/shorten-lists.ts'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Default } from 'typebox/value'
import { Refusal } from '../refusal.ts'

const errorsMax = 20

/**
 * Compiles a check that gives the value back with the schema's defaults filled in.
 * @returns a function that throws Refusal invalid_request, with a sentence a field
 */
export function compileCheck(schema: TSchema, what: 'body' | 'query' | 'params'): (value: unknown) => unknown {
  const checker = Compile(schema)
  return (value) => {
    const whole = what === 'body' ? value : fromText(schema, value as Record<string, unknown>)
    const full = whole === undefined ? whole : Default(schema, whole)
    if (checker.Check(full)) return full
    const errors = toFieldErrors(checker.Errors(shortenLists(full)), what)
    // The fault is further back than is looked.
    if (errors.length === 0) errors.push({ field: what, message: 'is not valid' })
    throw new Refusal('invalid_request', errors.map(({ field, message }) => `${field} ${message}`).join('; '), errors)
  }
}

type SchemaError = ReturnType<ReturnType<typeof Compile>['Errors']>[number]

function toFieldErrors(errors: readonly SchemaError[], what: string): FieldError[] {
  const byField = new Map<string, string>()
  for (const error of errors) {
    for (const [field, message] of namesOf(error, what)) if (!byField.has(field)) byField.set(field, message)
    if (byField.size >= errorsMax) break
  }
  return Array.from(byField, ([field, message]) => ({ field, message }))
}

function namesOf(error: SchemaError, what: string): [field: string, message: string][] {
  const path = error.instancePath.split('/').slice(1).map(unescapePart)
  const name = (last?: string) => [...path, ...(last === undefined ? [] : [last])].join('.').slice(0, 128) || what
  switch (error.keyword) {
    case 'required':
      return error.params.requiredProperties.map((property) => [name(property), 'is missing'])
    case 'additionalProperties':
      return error.params.additionalProperties.map((property) => [name(property), 'is not known here'])
    // The same fault is told by `additionalProperties`.
    case 'boolean':
      return []
    default:
      return [[name(), error.message]]
  }
}

const unescapePart = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~')

/** Query and path hold text: what the schema says is a number, a boolean or a list is read as one. */
function fromText(schema: TSchema, value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const properties = ((schema as { properties?: Record<string, TSchema> }).properties ?? {}) as Record<string, TSchema>
  return Object.fromEntries(
    Object.entries(value).map(([key, text]) => [
      key,
      Object.hasOwn(properties, key) ? read(properties[key]!, text) : text,
    ]),
  )
}

function read(schema: TSchema, text: unknown): unknown {
  const { type, items } = schema as { type?: string; items?: TSchema }
  if (type === 'array') return [text].flat().map((item) => (items === undefined ? item : read(items, item)))
  if (typeof text !== 'string') return text
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}
