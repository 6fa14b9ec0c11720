export { addressOf } from './address-of.ts'
export type * from './api-types.ts'
export {
  createMusterClient,
  type MusterClient,
  type MusterClientOptions,
} from './create-client.ts'
export { type Download, download } from './download.ts'
export type {
  Answer,
  Arguments,
  CallOptions,
  Input,
  Item,
  JsonPath,
  ListPath,
  Method,
  Page,
  Path,
  PlainRequest,
} from './endpoint-types.ts'
export { newIdempotencyKey } from './idempotency-key.ts'
export { type FieldError, MusterError, type MusterErrorCode } from './muster-error.ts'
export { paginate, readPages } from './paginate.ts'
export type { ClientCredentials } from './tokens.ts'
export { type ActionProgress, type WaitOptions, waitForAction, watchAction } from './watch-action.ts'
