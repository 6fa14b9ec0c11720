import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Bystander, explainSilence, makeBystander, shellWord } from './bystander.ts'
import { parseDhclientLeases } from './dhclient-leases.ts'
import type { DhclientOptions } from './dhclient-options.ts'
import { hasChanged, type Lease, type RenewalTools } from './leased-interface.ts'
import type { ClientProcess } from './processes.ts'
import { runProgram } from './run-program.ts'

interface Asking {
  readonly name: string
  readonly address: string | null
  readonly options: DhclientOptions
  readonly client: ClientProcess
  readonly tools: RenewalTools
}

const secondsMax = 25
/**
 * With the standard script, which takes the address away when nobody answers. That is after `reboot` (10 s) and `timeout`
 * (60 s); a configuration that says less than this is refused.
 */
const confinedSecondsMax = 8

/** Asks for the lease that the client has, as it would after a restart. @throws with why there is none */
export async function askBesideDhclient(asking: Asking): Promise<Lease> {
  const confined = isConfined(asking.client.pid)
  const bystander = confined ? undefined : await makeGuard(asking)
  return bystander === undefined ? askConfined(asking) : askGuarded(asking, bystander)
}

/**
 * A script that hands a granted lease to the real one as what it is, a renewal, and keeps everything else from it:
 * above all that no server answered. Then it ends its dhclient, which would stay; killed, it releases nothing.
 */
function makeGuard({ name, address, options, tools }: Asking): Promise<Bystander | undefined> {
  const script = options.script ?? readScript(options.configuration)
  return makeBystander({
    directory: tools.directory,
    name: `dhclient-${name.replaceAll('/', '_')}`,
    isGranted: 'case "$reason" in BOUND | RENEW | REBIND | REBOOT) ;; *) false ;; esac',
    granted: `old_ip_address=${shellWord(address ?? '')} reason=RENEW ${shellWord(script)} "$@"; trap 'kill -KILL $PPID' EXIT`,
    address: 'new_ip_address',
    server: 'new_dhcp_server_identifier',
    seconds: 'new_dhcp_lease_time',
  })
}

async function askGuarded(asking: Asking, { scriptPath, readGranted }: Bystander): Promise<Lease> {
  const leaseFile = join(asking.tools.directory, `dhclient-${asking.name.replaceAll('/', '_')}.leases`)
  copyLeases(asking.options.leaseFile, leaseFile)
  const words = ['-sf', scriptPath, '-lf', leaseFile, '-pf', `${leaseFile}.pid`]
  const ended = await run(asking, words, secondsMax)
  const granted = readGranted()
  if (granted === undefined) throw new Error(explainSilence('dhclient', ended))
  return granted
}

/** Where AppArmor keeps dhclient to certain files and to its standard script (Debian's profile). */
async function askConfined(asking: Asking): Promise<Lease> {
  const { name, options } = asking
  const shortest = shortestPatience(options.configuration)
  if (shortest <= confinedSecondsMax) {
    throw new Error(`${options.configuration} gives up after ${shortest} s; asking could take the address away.`)
  }
  const leaseFile = `/var/lib/dhcp/dhclient-muster-${name}.leases`
  const pidFile = `/run/dhclient-muster-${name}.pid`
  try {
    copyLeases(options.leaseFile, leaseFile)
    const before = readLast(leaseFile)
    const ended = await run(asking, ['-lf', leaseFile, '-pf', pidFile], confinedSecondsMax)
    const granted = readLast(leaseFile)
    if (granted === undefined || (before !== undefined && !hasChanged(before, granted))) {
      throw new Error(explainSilence('dhclient', ended))
    }
    return granted
  } finally {
    for (const path of [leaseFile, pidFile]) rmSync(path, { force: true })
  }
}

/** In the foreground and once; `timeout` outlives this agent, should it be killed meanwhile. */
function run({ name, options, client, tools }: Asking, words: readonly string[], seconds: number) {
  const args = ['--signal=KILL', String(seconds), ...client.command, '-4', '-1', '-d', '-v', ...options.carried]
  return runProgram('timeout', [...args, ...words, name], {
    signal: tools.signal,
    timeoutMilliseconds: (seconds + 2) * 1000,
  })
}

function isConfined(pid: number): boolean {
  try {
    return /\((enforce|kill)\)/.test(readFileSync(`/proc/${pid}/attr/current`, 'utf8'))
  } catch {
    // No security module that confines.
    return false
  }
}

function readScript(configuration: string): string {
  return /^\s*script\s+"(.+)"\s*;/m.exec(readConfiguration(configuration))?.[1] ?? '/sbin/dhclient-script'
}

/** Seconds after which this configuration lets a dhclient give up. */
export function shortestPatience(configuration: string): number {
  const text = readConfiguration(configuration)
  const read = (name: string, standard: number) =>
    Number(new RegExp(`^\\s*${name}\\s+(\\d+)\\s*;`, 'm').exec(text)?.[1] ?? standard)
  return read('reboot', 10) + read('timeout', 60)
}

function readConfiguration(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

function copyLeases(from: string, to: string): void {
  if (existsSync(from)) copyFileSync(from, to)
}

function readLast(path: string): Lease | undefined {
  const last = existsSync(path) ? parseDhclientLeases(readFileSync(path, 'utf8')).at(-1) : undefined
  if (last === undefined) return undefined
  const { interface: _, ...lease } = last
  return lease
}
