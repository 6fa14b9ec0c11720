/** Version of everything in this folder that travels; said in the challenge, the hello and at enrolment. */
export const agentProtocol = 1

/** Largest message in either direction, in bytes of UTF-8. */
export const messageBytesMax = 256 * 1024

/** Largest facts of one check, as JSON: two hundred missing updates with their versions. */
export const factsBytesMax = 24 * 1024

/** Largest piece of a report: half of what the strictest proxies let through. */
export const chunkBytesMax = 512 * 1024

/** Media type of such a piece (tus 1.0). */
export const chunkMediaType = 'application/offset+octet-stream'

export const agentPaths = {
  enrol: '/agent/v1/enrol',
  retire: '/agent/v1/retire',
  uninstalled: '/agent/v1/uninstalled',
  socket: '/agent/v1/socket',
  challenge: '/agent/v1/challenge',
  session: '/agent/v1/session',
  poll: '/agent/v1/poll',
  reports: '/agent/v1/reports',
  releases: '/agent/v1/releases',
} as const

/** Why the server closed a socket; the numbers are WebSocket close codes of the private range. */
export const closeCodes = {
  malformed: 4400,
  refused: 4401,
  retired: 4403,
  silent: 4408,
  replaced: 4409,
  overloaded: 4429,
  leaving: 1001,
} as const
export type CloseReason = keyof typeof closeCodes
