import type { FieldError } from '@muster/core/error-code.ts'

export interface IdentifiersRead {
  readonly by: 'id' | 'mac'
  readonly identifiers: readonly string[]
}

/**
 * Exactly one of two lists, under the names that the version has for them; not empty, all strings, not over the cap.
 * Errors otherwise.
 */
export function readIdentifiers(
  body: Readonly<Record<string, unknown>>,
  names: { readonly id: string; readonly mac: string },
  identifiersMax: number,
): IdentifiersRead | { readonly errors: readonly FieldError[] } {
  const hasIds = Object.hasOwn(body, names.id)
  const hasMacs = Object.hasOwn(body, names.mac)
  if (hasIds === hasMacs) {
    return refuse(names.id, `send exactly one of ${names.id} and ${names.mac}, not ${hasIds ? 'both' : 'neither'}`)
  }
  const by = hasIds ? 'id' : 'mac'
  const list = body[names[by]]
  if (!Array.isArray(list)) return refuse(names[by], 'must be an array of strings')
  if (list.length === 0) return refuse(names[by], 'must not be empty')
  if (list.length > identifiersMax) return refuse(names[by], `must not have more than ${identifiersMax} entries`)
  const wrong = list.findIndex((item) => typeof item !== 'string')
  return wrong < 0 ? { by, identifiers: list } : refuse(`${names[by]}.${wrong}`, 'must be a string')
}

function refuse(field: string, message: string): { errors: FieldError[] } {
  return { errors: [{ field, message }] }
}
