import { DeviceSort } from '@muster/core/api/devices.ts'
import { type PageQuery, pageQuery } from '@muster/core/api/page.ts'
import { DeviceFilter, repeatedKeys } from '@muster/core/device/device-filter.ts'
import { type Static, Type } from 'typebox'
import { Default, Errors } from 'typebox/value'
import { invalidField, Refusal } from '../refusal.ts'

export const DeviceQuery = Type.Object(
  { ...DeviceFilter.properties, ...pageQuery, sort: Type.Optional(DeviceSort) },
  { additionalProperties: false, description: 'Values of one key: repeated, or with commas.' },
)

/**
 * A URL's query as a filter and a page: a key given twice, or values with commas between them, is any of the values.
 * @throws Refusal for an unknown key or value: a filter that is misread would show, and aim at, too much
 */
export function readDeviceQuery(query: Readonly<Record<string, unknown>>): {
  filter: DeviceFilter
  page: { limit: number; cursor?: string | undefined; sort?: DeviceSort | undefined }
} {
  const read = Object.fromEntries(Object.entries(query).map(([key, value]) => [key, readValue(key, value)]))
  const full = Default(DeviceQuery, read) as Static<typeof DeviceQuery>
  const [first] = Errors(DeviceQuery, full)
  if (first !== undefined) throw toRefusal(query, first)
  const { limit, cursor, sort, ...filter } = full as DeviceFilter & PageQuery & { sort?: DeviceSort }
  return { filter, page: { limit: limit!, cursor, sort } }
}

/** @throws Refusal also where a page is asked for: all is meant */
export function readDeviceFilter(query: Readonly<Record<string, unknown>>): DeviceFilter {
  for (const key of ['limit', 'cursor', 'sort']) if (key in query) throw invalidField(key, 'is not known here')
  return readDeviceQuery(query).filter
}

function readValue(key: string, value: unknown): unknown {
  const schema = (DeviceQuery.properties as Record<string, { type?: string }>)[key]
  const texts = [value].flat().map(String)
  if (schema?.type === 'array') {
    const values = repeatedKeys.includes(key) ? texts : texts.flatMap((text) => text.split(','))
    return [...new Set(values.filter(Boolean))]
  }
  if (texts.length > 1) return texts
  const [text = ''] = texts
  if (schema?.type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  if (schema?.type === 'integer' && /^\d{1,9}$/.test(text)) return Number(text)
  return text
}

function toRefusal(query: object, { instancePath, message }: { instancePath: string; message: string }): Refusal {
  const properties = DeviceQuery.properties as Record<string, { items?: { enum?: readonly string[] } }>
  const unknown = Object.keys(query).find((key) => !Object.hasOwn(properties, key))
  const field = unknown ?? instancePath.split('/')[1] ?? 'query'
  const allowed = properties[field]?.items?.enum
  const sentence =
    unknown !== undefined
      ? `is not known here; there are ${Object.keys(properties).join(', ')}`
      : allowed
        ? `must be any of ${allowed.join(', ')}`
        : message
  return new Refusal('invalid_request', `${field} ${sentence}`, [{ field, message: sentence }])
}
