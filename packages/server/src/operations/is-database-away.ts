/**
 * Whether an error says that the database cannot be reached or has no room just now (then trying again later helps),
 * and nothing of what was to be written.
 */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code === 'string') return /^(08|53|57|58)...$/.test(code) || /^E[A-Z]+$/.test(code)
  return typeof message === 'string' && lost.test(message)
}

const lost =
  /^(Connection terminated|Client (has encountered|was closed)|timeout exceeded when trying to connect|Cannot use a pool)/
