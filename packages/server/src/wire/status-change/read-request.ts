import type { OperatingSystem } from '@muster/core/device/facts.ts'
import type { FieldError } from '@muster/core/error-code.ts'
import { refuseWith } from '../read-body.ts'
import { readFields, readFlag, readPage, readWholeNumber, refuseLargeLimit } from '../read-fields.ts'

type Fields = Readonly<Record<string, unknown>>

const dayInSeconds = 86_400

function readAge(fields: Fields, errors: FieldError[]): number {
  return readWholeNumber(fields, 'age', { least: 0, most: dayInSeconds, ifMissing: dayInSeconds }, errors)
}

const systemsOf: Readonly<Record<string, readonly OperatingSystem[]>> = {
  win_or_mac: ['windows', 'mac'],
  linux_or_mobile: ['linux', 'ios', 'android'],
}

/** 2.1, all in the URL. @throws Refusal invalid_request */
export function readUrlRequest(query: Fields) {
  const errors: FieldError[] = []
  const ageSeconds = readAge(query, errors)
  const { os_type: osType } = query
  const systems = typeof osType === 'string' && Object.hasOwn(systemsOf, osType) ? systemsOf[osType] : undefined
  if (osType !== undefined && systems === undefined) {
    errors.push({ field: 'os_type', message: `must be one of ${Object.keys(systemsOf).join(', ')}` })
  }
  if (errors.length > 0) refuseWith(errors)
  return { ageSeconds, systems }
}

/** 3.0, in the body. @throws Refusal: invalid_request, limit_too_large */
export function readBodyRequest(body: unknown) {
  const errors: FieldError[] = []
  const fields = readFields(body)
  const request = {
    ageSeconds: readAge(fields, errors),
    tellsIssues: readFlag(fields, 'verbose', { ifMissing: false }, errors),
    ...readPage(fields, 20, errors),
  }
  if (errors.length > 0) refuseWith(errors)
  refuseLargeLimit(request.limit)
  return request
}
