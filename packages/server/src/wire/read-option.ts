import { invalidField } from '../refusal.ts'

/** A whole number from a small set, in the URL or a body. @throws Refusal invalid_request for anything else */
export function readOption<Option extends number>(
  from: Readonly<Record<string, unknown>>,
  field: string,
  allowed: readonly Option[],
  ifMissing: Option,
): Option {
  const sent = Object.hasOwn(from, field) ? from[field] : undefined
  if (sent === undefined) return ifMissing
  const found = allowed.find((option) => sent === option || sent === String(option))
  if (found === undefined) throw invalidField(field, `must be one of ${allowed.join(', ')}`)
  return found
}
