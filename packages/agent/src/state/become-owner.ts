import { existsSync, readFileSync, statSync } from 'node:fs'
import { isSea } from 'node:sea'

const setpriv = '/usr/bin/setpriv'

/**
 * Root, on a state directory that a package gave to a user of its own, goes on as that user: the files stay readable for
 * the service, and nothing that this user may have put there is followed with root's rights. Where it can, it keeps the
 * right to read, as the service has it: a machine's serials are root's.
 */
export function becomeOwner(path: string): void {
  if (process.getuid?.() !== 0) return
  const owner = statSync(path, { throwIfNoEntry: false })
  if (owner === undefined || owner.uid === 0) return
  const { uid, gid } = owner
  if (process.platform === 'linux' && process.execve !== undefined && existsSync(setpriv) && mayReadAll()) {
    const own = isSea() ? process.argv.slice(2) : [...process.execArgv, ...process.argv.slice(1)]
    const rights = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search']
    const words = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...rights, '--', process.execPath, ...own]
    // The directory is said: another user's default is another one.
    process.execve(setpriv, [setpriv, ...words], { ...ownEnvironment(), MUSTER_AGENT_STATE_DIR: path })
  }
  process.setgroups!([gid])
  process.setgid!(gid)
  process.setuid!(uid)
}

/** CAP_DAC_READ_SEARCH, which a container's root may lack. */
function mayReadAll(): boolean {
  const mask = /^CapPrm:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'
  return (BigInt(`0x${mask}`) & (1n << 2n)) !== 0n
}

function ownEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(entries)
}
