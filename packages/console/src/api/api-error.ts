import { MusterError, type MusterErrorCode } from '@muster/client/index.ts'

/** What the server refused, or why it was not reached. */
export const ApiError = MusterError
export type ApiError = MusterError

/** What to do about it. */
export function remedyOf({ code }: ApiError): string | undefined {
  return remedies[code]
}

const remedies: Partial<Record<MusterErrorCode, string>> = {
  unreachable: 'Check the connection to the server, then try again.',
  unexpected_answer: 'Something between this page and the server answered in its place. Try again in a moment.',
  internal: 'Try again. If it happens again, give the request id to whoever runs the server.',
  unavailable: 'The server is starting, stopping or without its database. Try again in a moment.',
  rate_limited: 'Wait a minute, then try again.',
  insufficient_scope: 'Your role does not allow this. Ask an administrator.',
  plan_drifted: 'Look at the new plan before you go on.',
}
