import { sha256Of } from '../sha256.ts'
import type { CheckedAction } from './action-request.ts'

/** Equal type and parameters, equal key: 64 bits, as PostgreSQL's signed bigint. */
export function workKeyOf({ type, paramsText }: CheckedAction): string {
  return sha256Of(`${type.name}\n${paramsText}`).readBigInt64BE().toString()
}
