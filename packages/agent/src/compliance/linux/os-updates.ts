import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { MissingUpdate } from '@muster/core/compliance/missing-updates.ts'
import { listDirectory } from '../../read-or-nothing.ts'
import { type Finding, type Sources, unknown } from '../finding.ts'
import { judgeUpdates } from '../missing-updates.ts'

/**
 * What the package manager knows to be missing, from the lists that it fetched last. Nothing is downloaded, no lock is
 * taken, and no cache is written: an administrator's own `apt` neither waits nor notices.
 */
export async function checkOsUpdates(sources: Sources): Promise<Finding> {
  return (await askApt(sources)) ?? (await askDnf(sources)) ?? unknown('neither apt nor dnf answers')
}

const aptOptions = ['Debug::NoLocking=1', 'Dir::Cache::pkgcache=', 'Dir::Cache::srcpkgcache='].flatMap((option) => [
  '-o',
  option,
])

async function askApt({ root, run, now }: Sources): Promise<Finding | undefined> {
  const lists = listTimes(join(root, 'var/lib/apt/lists'))
  if (lists.length === 0) return undefined
  const basis = [...lists, timeOf(join(root, 'var/lib/dpkg/status'))].join()
  if (simulated?.basis !== basis) simulated = { basis, text: await simulate(run) }
  const { text } = simulated
  if (text === undefined) return undefined
  return judgeUpdates('apt', parseAptSimulation(text), { listedAt: new Date(Math.max(...lists)), now })
}

/** Seconds of work, and the same as before until packages or lists change. */
let simulated: { readonly basis: string; readonly text: string | undefined } | undefined

function simulate(run: Sources['run']): Promise<string | undefined> {
  return run('apt-get', [...aptOptions, '--simulate', 'dist-upgrade'], { timeoutSeconds: 120 })
}

function listTimes(directory: string): number[] {
  return listDirectory(directory)
    .filter((name) => /_(In)?Release$/.test(name))
    .flatMap((name) => timeOf(join(directory, name)) ?? [])
}

function timeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs
}

/** `Inst bash [5.2.15-2+b8] (5.2.15-2+b13 Debian:12.15/oldstable, Debian-Security:12/… [amd64])`; new packages have no `[…]`. */
export function parseAptSimulation(text: string): MissingUpdate[] {
  return [...text.matchAll(/^Inst (\S+) \[([^\]]+)\] \((\S+) ([^)]*)\)/gm)].map(
    ([, id = '', installed = '', available = '', origins = '']) => ({
      id,
      installed,
      available,
      security: /-security\b/i.test(origins),
    }),
  )
}

async function askDnf({ run, now }: Sources): Promise<Finding | undefined> {
  // -C: from the cache alone. 100: there are updates.
  const text = await run('dnf', ['-C', '-q', 'check-update'], { answers: [100], timeoutSeconds: 120 })
  if (text === undefined) return undefined
  const security = await run('dnf', ['-C', '-q', 'updateinfo', 'list', '--security'], { timeoutSeconds: 120 })
  return judgeUpdates('dnf', parseDnfUpdates(text, security ?? ''), { now })
}

/** `bash.x86_64    5.2.26-3.el9    baseos`, up to `Obsoleting Packages`; advisories name `bash-5.2.26-3.el9.x86_64` last. */
export function parseDnfUpdates(text: string, securityText: string): MissingUpdate[] {
  const [updates = ''] = text.split(/^Obsoleting Packages/m)
  const secured = new Set(securityText.split('\n').flatMap((line) => line.trim().split(/\s+/).at(-1) ?? []))
  return [...updates.matchAll(/^(\S+)\.(\w+)\s+(\S+)\s+\S+\s*$/gm)].map(
    ([, id = '', architecture = '', available = '']) => ({
      id,
      available,
      security: secured.has(`${id}-${available.replace(/^\d+:/, '')}.${architecture}`),
    }),
  )
}
