import { codeOf, factsOf, MusterError } from './muster-error.ts'
import { pause } from './pause.ts'

const firstPauseMilliseconds = 200
const longestPauseMilliseconds = 5000

export interface Patience {
  /** How long a server that went away in the middle, or asks for time, is waited for. */
  readonly milliseconds: number
  readonly signal: AbortSignal | undefined
}

/**
 * Sends again what broke off, or was answered with "try again": each attempt carries the same Idempotency-Key, so that
 * the server carries it out once. A server that was never there is not waited for.
 */
export async function sendPatiently(send: () => Promise<Response>, patience: Patience): Promise<Response> {
  const deadline = Date.now() + patience.milliseconds
  let wait = firstPauseMilliseconds
  for (let attempt = 1; ; attempt += 1) {
    const answer = await send().catch((error: unknown) => {
      if (error instanceof MusterError && mayPass(error, attempt > 1)) return error
      throw error
    })
    const isError = answer instanceof MusterError
    if (!isError && !(await asksForTime(answer))) return answer
    const { retryAfterSeconds = 0 } = isError ? answer : factsOf(answer)
    wait = Math.max(wait, 1000 * retryAfterSeconds)
    if (Date.now() + wait > deadline) {
      if (isError) throw answer
      return answer
    }
    if (!isError) await answer.body?.cancel()
    await pause(wait, patience.signal)
    wait = Math.min(wait * 2, longestPauseMilliseconds)
  }
}

/** What stands in the way of the request: the connection, or a token endpoint that asks for time. */
function mayPass(error: MusterError, isAgain: boolean): boolean {
  if (error.code === 'unreachable') return isAgain || isBroken(error)
  return error.status === 429 || error.status === 503
}

/** The connection was there, and ended before the answer. */
function isBroken({ cause }: MusterError): boolean {
  return ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ETIMEDOUT'].includes(codeOf(cause) ?? '')
}

/** Too many requests, a server without its database, or our own earlier attempt that is still being worked on. */
async function asksForTime(answer: Response): Promise<boolean> {
  if (answer.status === 429 || answer.status === 503) return true
  return answer.status === 409 && (await answer.clone().text()).includes('"request_in_progress"')
}
