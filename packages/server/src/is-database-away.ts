/**
 * Whether an error says that the database cannot be reached or has no room just now (then trying again later helps),
 * and nothing of what was to be written. The one list of such errors: callers are told 503, agents say it again.
 */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code === 'string') return awayStates.test(code) || unreachable.has(code)
  return typeof message === 'string' && lost.test(message)
}

/** SQLSTATE classes: connection, resources (too many connections, disk full), operator intervention, system. */
const awayStates = /^(08|53|57|58)[0-9A-Z]{3}$/

/** What the system says of a socket, and (ENOENT) of one in the file system whose server is not there. */
const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EMFILE',
  'ENFILE',
])

/** The driver has sentences for these, and no codes. */
const lost =
  /^(Connection terminated|Client (has encountered|was closed)|timeout exceeded when trying to connect|Cannot use a pool)/
