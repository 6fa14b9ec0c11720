import { readFile } from 'node:fs/promises'

/** Where a clamd listens. */
export type ClamdAddress = { readonly path: string } | { readonly host: string; readonly port: number }

export interface ClamdTarget {
  readonly address: ClamdAddress
  /** Files above this are not looked into; undefined where no configuration tells. */
  readonly bytesMax?: number
}

const configurations = [
  '/etc/clamav/clamd.conf',
  '/etc/clamd.conf',
  '/etc/clamd.d/scan.conf',
  '/usr/local/etc/clamav/clamd.conf',
  '/opt/homebrew/etc/clamav/clamd.conf',
  'C:\\Program Files\\ClamAV\\clamd.conf',
]

/** Directories that only root writes: whoever could put a socket there would be sent every file. Hence not /tmp. */
const usualSockets = [
  '/run/clamav/clamd.ctl',
  '/run/clamav/clamd.sock',
  '/run/clamd.scan/clamd.sock',
  '/var/run/clamav/clamd.ctl',
]

/**
 * Where a clamd may listen, the likeliest first. `MUSTER_AGENT_CLAMD` (a socket's path, `host:port`, or `none`) beats
 * the configuration files and the usual places.
 */
export async function listClamdTargets(environment: NodeJS.ProcessEnv = process.env): Promise<ClamdTarget[]> {
  const named = environment.MUSTER_AGENT_CLAMD
  if (named === 'none') return []
  if (named) return [{ address: readAddress(named) }]
  const texts = await Promise.all(configurations.map((path) => readFile(path, 'utf8').catch(() => '')))
  return [...texts.flatMap(readConfiguration), ...usualSockets.map((path) => ({ address: { path } }))]
}

export function readAddress(text: string): ClamdAddress {
  const [, host, port] = /^([^/\\]+):(\d+)$/.exec(text) ?? []
  return host === undefined ? { path: text } : { host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
}

/**
 * What a clamd.conf says of its Unix socket and of the largest file it looks into. Not of a TCP socket: any user of the
 * machine could take it while clamd is down, or it leads off the machine, and every file is sent there. Who means it says
 * so in `MUSTER_AGENT_CLAMD`.
 */
export function readConfiguration(text: string): ClamdTarget[] {
  const all = (key: string) =>
    [...text.matchAll(new RegExp(`^\\s*${key}\\s+(.+?)\\s*$`, 'gm'))].map((found) => found[1]!)
  const [socket] = all('LocalSocket')
  const limits = ['StreamMaxLength', 'MaxFileSize'].flatMap((key) => all(key).slice(-1)).map(readSize)
  // Zero is "no limit".
  const bytesMax = Math.min(...limits.filter((limit) => limit > 0))
  const limit = Number.isFinite(bytesMax) ? { bytesMax } : {}
  return socket === undefined || isForEverybody(socket) ? [] : [{ address: { path: socket }, ...limit }]
}

/** Whoever may put a socket there would be sent every file. */
function isForEverybody(path: string): boolean {
  return ['/tmp/', '/var/tmp/', '/dev/shm/'].some((directory) => path.startsWith(directory))
}

function readSize(text: string): number {
  const [, digits = '0', unit = ''] = /^(\d+)([kmg]?)/i.exec(text) ?? []
  return Number(digits) * 1024 ** ['', 'k', 'm', 'g'].indexOf(unit.toLowerCase())
}
