/** A variant as `busctl --json` shows it; the shape of `data` is what `type`, a D-Bus signature, says. */
export interface BusVariant {
  readonly type: string
  readonly data: unknown
}

/**
 * The words by which `busctl call` takes a value of a type: arrays and dictionaries after their length, variants after
 * their own type. `value` is as `busctl --json` shows it. @throws where it does not fit, or lost digits on its way
 */
export function busArguments(type: string, value: unknown): string[] {
  switch (type[0]) {
    case 'v': {
      const { type: inner, data } = value as BusVariant
      return [inner, ...busArguments(inner, data)]
    }
    case 'a':
      return type[1] === '{' ? dictionary(type, value as object) : array(type.slice(1), value as unknown[])
    case '(': {
      const values = value as unknown[]
      return membersOf(type).flatMap((member, index) => busArguments(member, values[index]))
    }
    default:
      return [scalar(type, value)]
  }
}

function dictionary(type: string, value: object): string[] {
  const [keys, values] = membersOf(type.slice(1)) as [string, string]
  const entries = Object.entries(value)
  const words = entries.flatMap(([key, member]) => [key, ...busArguments(values, member)])
  if (keys !== 's') throw new Error(`a dictionary by ${keys} cannot be passed on`)
  return [String(entries.length), ...words]
}

function array(type: string, values: readonly unknown[]): string[] {
  return [String(values.length), ...values.flatMap((value) => busArguments(type, value))]
}

function scalar(type: string, value: unknown): string {
  if (typeof value === 'boolean' || typeof value === 'string') return String(value)
  // JSON numbers of 64 bits may have been rounded.
  if (typeof value === 'number' && (Number.isSafeInteger(value) || type === 'd')) return String(value)
  throw new Error(`a value of the type ${type} cannot be passed on`)
}

/** The types in a structure `(…)` or a dictionary's entry `{…}`. */
function membersOf(type: string): string[] {
  const members: string[] = []
  for (let at = 1; at < type.length - 1; at += members.at(-1)!.length) members.push(firstType(type.slice(at)))
  return members
}

/** The first complete type of a signature. */
function firstType(signature: string): string {
  if (signature[0] === 'a') return `a${firstType(signature.slice(1))}`
  let depth = 0
  for (let at = 0; at < signature.length; at += 1) {
    if ('({'.includes(signature[at]!)) depth += 1
    if (')}'.includes(signature[at]!)) depth -= 1
    if (depth === 0) return signature.slice(0, at + 1)
  }
  throw new Error(`${signature} is no D-Bus signature`)
}
