import type { MusterError } from '@muster/client/index.ts'
import { type ExitCode, exitCodes, Failure } from '../failure.ts'
import { networkRemedy } from './network-remedy.ts'

/** Why there is no answer, or what the server said no with, as a sentence and an exit code. */
export function toFailure(error: MusterError): Failure {
  const { code, errors: said, status, requestId } = error
  if (code === 'unreachable') {
    return new Failure(exitCodes.noAccess, `${error.message} ${networkRemedy(error.cause)}`)
  }
  if (code === 'unexpected_answer') {
    return new Failure(exitCodes.noAccess, `The server answered ${status}, and not as Muster does. Check --server.`)
  }
  const errors = said.map(({ field, message: wrong }) => ({ field: flagOf(field), message: remedyOf(field, wrong) }))
  // A refusal of the whole request is the sentences of its fields, in the API's words.
  const isSum = said.length > 0 && error.message === said.map((one) => `${one.field} ${one.message}`).join('; ')
  const ownWords = errors.map(({ field, message: wrong }) => `${field} ${wrong}`).join('; ')
  const message = isSum ? ownWords : withList(error.message)
  const shown = errors.slice(0, shownErrorsMax).map(({ field, message: wrong }) => `  ${field}: ${wrong}`)
  const more = errors.length > shown.length ? [`  … and ${errors.length - shown.length} more`] : []
  const list = errors.length > 1 ? [...shown, ...more] : []
  const remedy = remedies[code] ?? (status >= 500 ? `The server's log says more: request ${requestId}.` : '')
  const text = [[message, remedy].filter(Boolean).join(' '), ...list].join('\n')
  return new Failure(exitCodeOf(status), text, error.toJSON())
}

/** How the command line calls what the API calls otherwise. */
const flags: Readonly<Record<string, string>> = {
  scopes: '--scope',
  move_to: '--move-to',
  expires_in_seconds: '--expires-in',
  rate_limit: '--rate-limit',
  uses: '--uses',
}

const flagOf = (field: string) => flags[field.split('.')[0]!] ?? field

function remedyOf(field: string, message: string): string {
  if (message === 'must match format "uuid"') return `is not an id; see: ${lists[field] ?? 'muster --help'}`
  if (field.startsWith('scopes')) return `${message} (read, actions or actions:TYPE; see: muster action types)`
  if (field === 'expires_in_seconds') return 'must be from 1s to at most 30d'
  return withList(message)
}

const lists: Readonly<Record<string, string>> = {
  app_id: 'muster app list',
  token_id: 'muster enrol-token list',
  action_id: 'muster action list',
}

const listsOfKinds: Readonly<Record<string, string>> = {
  action: 'muster action list',
  application: 'muster app list',
  device: 'muster device list',
  group: 'muster group list',
  'enrolment token': 'muster enrol-token list',
}

/** Where what there is can be seen. */
function withList(message: string): string {
  const kind = /^There is no (?:such )?(enrolment token|[a-z]+)\b/.exec(message)?.[1] ?? ''
  const words = message.replaceAll(/\bmove_to\b/g, '--move-to')
  const list = Object.hasOwn(listsOfKinds, kind) ? listsOfKinds[kind] : undefined
  return list === undefined ? words : `${words} See: ${list}`
}

const shownErrorsMax = 20

const remedies: Partial<Record<string, string>> = {
  invalid_token: 'Give a good one with --token or MUSTER_TOKEN, or run this as the user that runs the server.',
  insufficient_scope: 'Use a token that has the scope, such as the operator token.',
  plan_drifted: 'Run the command again to see the new plan.',
}

function exitCodeOf(status: number): ExitCode {
  if (status === 401 || status === 403 || status === 503) return exitCodes.noAccess
  return [400, 405, 413, 415, 422].includes(status) ? exitCodes.usage : exitCodes.failed
}
