export const getLogsVersions = [
  { name: '3.1', path: '/o/api/v3.1/logs', tellsChannel: false },
  { name: '3.2', path: '/o/api/v3.2/logs', tellsChannel: false },
  { name: '3.3', path: '/o/api/v3.3/logs', tellsChannel: true },
] as const

/** `tellsChannel`: whether a record says through what, and by which application, something was done. */
export type GetLogsVersion = (typeof getLogsVersions)[number]
