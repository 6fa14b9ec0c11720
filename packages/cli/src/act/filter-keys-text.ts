import { DeviceFilter } from '@muster/core/device/device-filter.ts'

interface KeySchema {
  readonly type?: string
  readonly const?: unknown
  readonly description?: string
  readonly enum?: readonly string[]
  readonly items?: KeySchema
}

const width = 20

/** What devices can be filtered by, for the end of a command's help; of words, those that there are. */
export function filterKeysText(): string {
  const keys = Object.entries(DeviceFilter.properties as unknown as Record<string, KeySchema>)
  return `\nFilter keys:\n${keys.map(([key, schema]) => `  ${key.padEnd(width)}${describe(schema)}\n`).join('')}`
}

function describe({ items, ...schema }: KeySchema): string {
  const { type, const: only, description } = schema
  const words = (items ?? schema).enum
  const values = words
    ? `any of ${words.join(', ')}`
    : only === true
      ? 'true'
      : type === 'boolean'
        ? 'true or false'
        : ''
  return [values, description ?? items?.description].filter(Boolean).join(': ') || 'text'
}
