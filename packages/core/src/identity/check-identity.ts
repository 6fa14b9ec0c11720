import { hasControlCharacters } from '../device/device-id.ts'
import type { FieldError } from '../error-code.ts'
import { defaultLengthMax, type IdentityField } from './identity-question.ts'

/** Answers by the names of their fields; what was not required and not answered is not there. */
export type Identity = Readonly<Record<string, string | number>>

/** A message says what is wrong and never repeats the answer: it may go into logs. */
export type CheckedIdentity =
  | { readonly ok: true; readonly identity: Identity }
  | { readonly ok: false; readonly errors: readonly FieldError[] }

/** Whether answers, by name, fit the fields; the server, the page and the terminal all ask here. */
export function checkIdentity(
  fields: readonly IdentityField[],
  answers: Readonly<Record<string, unknown>>,
): CheckedIdentity {
  const errors: FieldError[] = Object.keys(answers)
    .filter((name) => !fields.some((field) => field.name === name))
    .map((name) => ({ field: name.slice(0, 40), message: 'is not asked for' }))
  const identity: [string, string | number][] = []
  for (const field of fields) {
    const answer = Object.hasOwn(answers, field.name) ? answers[field.name] : undefined
    if (isBlank(answer)) {
      if (field.required) errors.push({ field: field.name, message: 'needs an answer' })
      continue
    }
    const value = typeof answer === 'string' ? answer.trim() : answer
    const fault = faultOf(field, value)
    if (fault === undefined) identity.push([field.name, value as string | number])
    else errors.push({ field: field.name, message: fault })
  }
  return errors.length === 0 ? { ok: true, identity: Object.fromEntries(identity) } : { ok: false, errors }
}

/** As a form or a terminal has them: all text. */
export function readIdentity(
  fields: readonly IdentityField[],
  texts: Readonly<Record<string, unknown>>,
): CheckedIdentity {
  const answers = Object.entries(texts).map(([name, text]): [string, unknown] => {
    const isNumber = fields.some((field) => field.name === name && field.kind === 'number')
    return [name, typeof text !== 'string' ? text : isNumber ? toNumber(text) : text.normalize('NFC')]
  })
  return checkIdentity(fields, Object.fromEntries(answers))
}

function isBlank(answer: unknown): boolean {
  return answer === undefined || answer === null || (typeof answer === 'string' && answer.trim() === '')
}

function toNumber(text: string): string | number {
  return /^\s*[+-]?\d{1,15}(\.\d{1,15})?\s*$/.test(text) ? Number(text) : text
}

const addressLengthMax = 254

function faultOf({ kind, choices, length_max }: IdentityField, value: unknown): string | undefined {
  if (kind === 'number') {
    return typeof value === 'number' && Number.isFinite(value) ? undefined : 'must be a number, such as 42 or 1.5'
  }
  if (typeof value !== 'string') return 'must be text'
  switch (kind) {
    case 'text':
      return faultOfText(value, length_max ?? defaultLengthMax)
    case 'email':
      return (
        faultOfText(value, addressLengthMax) ??
        (/^[^\s@]+@[^\s@]+$/.test(value) ? undefined : 'must be an e-mail address, such as ada@example.com')
      )
    case 'choice':
      return choices?.includes(value) ? undefined : 'must be one of the choices'
    case 'date':
      return isDate(value) ? undefined : 'must be a date, such as 2026-03-31'
  }
}

function faultOfText(text: string, lengthMax: number): string | undefined {
  if (text.length > lengthMax) return `must not be longer than ${lengthMax} characters`
  return hasControlCharacters(text) || !text.isWellFormed() ? 'must not contain control characters' : undefined
}

/** A day that the calendar has. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}
