import { usageFailure } from '../failure.ts'
import { splitWord } from './split-word.ts'

type ParamSchema = { readonly type?: string }

/**
 * `key=value` words, read as the action type's parameters ask for. A type that this program is too old to know is
 * left to the server, its values read as JSON where they are.
 */
export async function readParams(typeName: string, words: readonly string[]): Promise<Record<string, unknown>> {
  const known = words.length === 0 ? undefined : await findParams(typeName)
  const params: Record<string, unknown> = {}
  for (const word of words) {
    const { key, value } = splitWord(word, '--param')
    if (known !== undefined && !Object.hasOwn(known, key)) {
      const names = Object.keys(known).join(', ') || 'none'
      throw usageFailure(`--param ${word}: ${typeName} has no parameter "${key}"; it has ${names}.`)
    }
    params[key] = known === undefined ? readAnything(value) : readAs(known[key]!, value, params[key], word)
  }
  for (const [key, example] of Object.entries(saidHere[typeName] ?? {})) {
    if (!Object.hasOwn(params, key)) throw usageFailure(`${typeName} needs --param ${key}=…, such as ${example}.`)
  }
  return params
}

/** What the API fills in for its older clients, and a person at the command line should say. */
const saidHere: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  assign_to_group: { group_id: '--param group_id=kiosks ("muster group list" shows them)' },
}

function readAs({ type }: ParamSchema, value: string, before: unknown, word: string): unknown {
  switch (type) {
    case 'integer':
    case 'number':
      if (!/^-?\d+(\.\d+)?$/.test(value)) throw usageFailure(`--param ${word}: must be a number.`)
      return Number(value)
    case 'boolean':
      if (value !== 'true' && value !== 'false') throw usageFailure(`--param ${word}: must be true or false.`)
      return value === 'true'
    case 'array':
      return [...((before as string[] | undefined) ?? []), ...value.split(',').filter(Boolean)]
    default:
      return value
  }
}

/** The types' schemas take as long to load as all else of the program: only where they are needed. */
async function findParams(typeName: string): Promise<Readonly<Record<string, ParamSchema>> | undefined> {
  const { findActionType } = await import('@muster/core/action/find-action-type.ts')
  return findActionType(typeName)?.params.properties
}

function readAnything(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
