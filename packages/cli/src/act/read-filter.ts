import { DeviceFilter, repeatedKeys } from '@muster/core/device/device-filter.ts'
import { Value } from 'typebox/value'
import { usageFailure } from '../failure.ts'
import { splitWord } from './split-word.ts'

type Properties = Readonly<Record<string, { type?: string; items?: { enum?: readonly string[] } }>>
const properties = DeviceFilter.properties as unknown as Properties

/** `key=value` words; a key given again, or values with commas, is any of the values. */
export function readFilter(words: readonly string[]): DeviceFilter {
  const filter: Record<string, unknown> = {}
  for (const word of words) {
    const { key, value } = splitWord(word, '--filter')
    const schema = Object.hasOwn(properties, key) ? properties[key] : undefined
    if (schema === undefined) {
      throw usageFailure(`--filter ${word}: there is no "${key}"; there are ${Object.keys(properties).join(', ')}.`)
    }
    if (schema.type === 'array') {
      const values = (repeatedKeys.includes(key) ? [value] : value.split(',')).filter(Boolean)
      filter[key] = [...new Set([...((filter[key] as string[] | undefined) ?? []), ...values])]
    } else if (Object.hasOwn(filter, key)) {
      throw usageFailure(`--filter ${word}: ${key} is there twice.`)
    } else {
      filter[key] = readValue(word, value, schema.type)
    }
    if (!Value.Check({ ...DeviceFilter, required: [] }, { [key]: filter[key] })) {
      const allowed = schema.items?.enum
      throw usageFailure(`--filter ${word}: ${allowed ? `must be any of ${allowed.join(', ')}` : 'is not a value'}.`)
    }
  }
  return filter as DeviceFilter
}

function readValue(word: string, value: string, type: string | undefined): unknown {
  if (type === 'boolean') return readBoolean(word, value)
  return type === 'integer' && /^\d{1,9}$/.test(value) ? Number(value) : value
}

function readBoolean(word: string, value: string): boolean {
  if (value === 'true' || value === 'yes') return true
  if (value === 'false' || value === 'no') return false
  throw usageFailure(`--filter ${word}: must be true or false.`)
}
