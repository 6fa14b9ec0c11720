import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Lease } from './leased-interface.ts'
import { type ProgramEnd, runProgram } from './run-program.ts'

/**
 * A second DHCP client, beside the one that looks after an interface: it asks the server and ends, and its script notes
 * what was granted. For clients that would give their address up if they asked, and nobody answered.
 */
export interface Bystander {
  readonly scriptPath: string
  /** What the server granted; undefined where the script saw no lease. */
  readGranted(): Lease | undefined
}

export interface BystanderScript {
  readonly directory: string
  readonly name: string
  /** Shell, run when a lease was granted; it finds the client's variables. */
  readonly granted: string
  /** The client's variables. */
  readonly address: string
  readonly server: string
  readonly seconds: string
  /** Shell words that are true when a lease was granted. */
  readonly isGranted: string
}

/** Writes the script, and tries it: a directory from which nothing may be run is found out here. */
export async function makeBystander(script: BystanderScript): Promise<Bystander | undefined> {
  const scriptPath = join(script.directory, `${script.name}.sh`)
  const grantedPath = join(script.directory, `${script.name}.granted`)
  writeFileSync(scriptPath, scriptText(script, grantedPath), { mode: 0o700 })
  const trial = await runProgram(scriptPath, ['trial']).catch(() => undefined)
  if (trial?.code !== 0) return undefined
  return { scriptPath, readGranted: () => parseGranted(readIfThere(grantedPath)) }
}

function scriptText({ granted, address, server, seconds, isGranted }: BystanderScript, grantedPath: string): string {
  const path = shellWord(grantedPath)
  return `#!/bin/sh
if ${isGranted}; then
  ${granted}
  printf '%s %s %s %s\\n' "$${address}" "$${server}" "$${seconds}" "$(date +%s)" >${path}.new && mv ${path}.new ${path}
fi
exit 0
`
}

export function parseGranted(text: string): Lease | undefined {
  const [address, server, seconds, at] = text.trim().split(' ')
  if (!address || at === undefined) return undefined
  const startsAt = Number(at)
  const length = Number(seconds)
  return {
    address,
    server: server || null,
    startsAt,
    endsAt: seconds && length < 2 ** 32 - 1 ? startsAt + length : null,
  }
}

export function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** Why a bystander that ended brought nothing. */
export function explainSilence(client: string, { code, output, errors }: ProgramEnd): string {
  const said = `${errors}\n${output}`
  if (/not permitted|permission denied/i.test(said)) {
    return `the agent may not ask for a lease: it needs root, or CAP_NET_ADMIN and CAP_NET_RAW (${lastLine(said)}).`
  }
  if (/DISCOVER|REQUEST|discover|no lease/.test(said)) return 'no DHCP server answered; the address was left as it is.'
  return `${client} could not ask (${code === null ? 'it was stopped' : `exit code ${code}`}): ${lastLine(said)}`
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim().slice(0, 300) ?? ''
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
