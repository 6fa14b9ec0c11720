import type { FieldError } from '@muster/core/error-code.ts'
import type { ActionRequest } from '../../operations/action-request.ts'
import { readObject, refuseWith } from '../read-body.ts'
import { readIdentifiers } from '../read-identifiers.ts'
import type { DeviceActionVersion } from './device-action-version.ts'
import type { ParamsRead, WireWord } from './wire-word.ts'

/** The body of Device Action 3 in our words. @throws Refusal invalid_request, with every field at fault */
export function readDeviceAction(
  version: DeviceActionVersion,
  sent: unknown,
  identifiersMax: number,
): { word: WireWord; request: ActionRequest } {
  const body = readObject(sent)
  const word = readWord(version, body)
  const devices = readIdentifiers(body, { id: 'ids', mac: 'macs' }, identifiersMax)
  const params: ParamsRead = 'errors' in word ? { params: {} } : readParams(word, body)
  if ('errors' in word || 'errors' in devices || params.errors !== undefined) {
    const errors = [word, devices, params].flatMap((part) => ('errors' in part ? (part.errors ?? []) : []))
    return refuseWith(errors)
  }
  return { word, request: { type: word.type, params: params.params, edition: version.edition, devices } }
}

function readWord(
  { words, name }: DeviceActionVersion,
  body: Readonly<Record<string, unknown>>,
): WireWord | { errors: FieldError[] } {
  const types = Object.hasOwn(body, 'types') ? body.types : undefined
  const word = typeof types === 'string' ? words.get(types) : undefined
  if (word !== undefined) return word
  const known = `version ${name} knows ${[...words.keys()].join(', ')}`
  const problem = types === undefined ? 'is missing' : typeof types === 'string' ? 'is unknown' : 'must be a string'
  return { errors: [{ field: 'types', message: `${problem}; ${known}` }] }
}

function readParams(word: WireWord, body: Readonly<Record<string, unknown>>): ParamsRead {
  if (!Object.hasOwn(body, 'params')) return word.readParams({})
  const { params } = body
  if (typeof params !== 'object' || params === null || Array.isArray(params)) {
    return { errors: [{ field: 'params', message: 'must be an object' }] }
  }
  return word.readParams(params as Record<string, unknown>)
}
