import { type ErrorBody, errorCodes } from '@muster/core/error-code.ts'
import { type ExitCode, exitCodes, Failure } from '../failure.ts'

/** What the server said no with, as a sentence and an exit code. */
export async function toFailure(answer: Response): Promise<Failure> {
  const body = await readErrorBody(answer)
  if (body === undefined) {
    return new Failure(
      exitCodes.noAccess,
      `The server answered ${answer.status}, and not as Muster does. Check --server.`,
    )
  }
  const { code, message, errors, request_id } = body.error
  const shown = errors.slice(0, shownErrorsMax).map(({ field, message: wrong }) => `  ${field}: ${wrong}`)
  const more = errors.length > shown.length ? [`  … and ${errors.length - shown.length} more`] : []
  const list = errors.length > 1 ? [...shown, ...more] : []
  const remedy = remedies[code] ?? (answer.status >= 500 ? `The server's log says more: request ${request_id}.` : '')
  return new Failure(exitCodeOf(answer.status), [[message, remedy].filter(Boolean).join(' '), ...list].join('\n'), body)
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

async function readErrorBody(answer: Response): Promise<ErrorBody | undefined> {
  try {
    const body = (await answer.json()) as Partial<ErrorBody> | null
    return body?.error && Object.hasOwn(errorCodes, body.error.code) ? (body as ErrorBody) : undefined
  } catch {
    return undefined
  }
}
