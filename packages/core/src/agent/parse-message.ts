import type { TSchema, TUnion } from 'typebox'
import { Compile } from 'typebox/compile'
import { shortenLists } from '../shorten-lists.ts'

export type Parsed<Message> =
  | { readonly ok: true; readonly message: Message }
  /** A sentence for the other side and for the log; it repeats nothing of the content. */
  | {
      readonly ok: false
      readonly problem: string
      /** The type, where it is one that this side does not know. */
      readonly unknown?: string
    }

/** Reads one message of a union whose members are told apart by the literal `type`. */
export function parserOf<Message>(union: TUnion): (input: string | unknown) => Parsed<Message> {
  const validators = new Map(union.anyOf.map((member) => [typeOf(member), Compile(member)]))
  return (input) => {
    const value = typeof input === 'string' ? parseJson(input) : input
    if (typeof value !== 'object' || value === null) return { ok: false, problem: 'the message is not a JSON object' }
    const type = (value as { type?: unknown }).type
    const validator = typeof type === 'string' ? validators.get(type) : undefined
    if (validator === undefined) {
      const problem = 'the message is of a type that this side does not know'
      return { ok: false, problem, ...(typeof type === 'string' && { unknown: type }) }
    }
    if (validator.Check(value)) return { ok: true, message: value as Message }
    const [first] = validator.Errors(shortenLists(value))
    return { ok: false, problem: `${type}${first?.instancePath ?? ''} ${first?.message ?? 'is not valid'}` }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function typeOf(member: TSchema): string {
  return (member as unknown as { properties: { type: { const: string } } }).properties.type.const
}
