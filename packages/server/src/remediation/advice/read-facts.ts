import type { Facts } from './advice.ts'

type Item = Readonly<Record<string, unknown>>

/** The objects of a list; none where it is no list. */
export function listOf(facts: Facts, key: string): readonly Item[] {
  const list = facts[key]
  return Array.isArray(list) ? list.filter((one): one is Item => typeof one === 'object' && one !== null) : []
}

/** Of a text, so much as fits into a line; empty where there is none. */
export function textOf(item: Item, key: string): string {
  const text = item[key]
  return typeof text === 'string' ? text.slice(0, 128) : ''
}

/** Undefined where it is no whole number. */
export function countOf(facts: Facts, key: string): number | undefined {
  const value = facts[key]
  return Number.isSafeInteger(value) ? (value as number) : undefined
}
