import { execFile } from 'node:child_process'
import { generateKeyPairSync, sign, verify } from 'node:crypto'
import type { ReleaseOffer } from '@muster/core/agent/releases.ts'
import type { CommandHandler } from '../handlers/handler.ts'
import { readInventory } from '../inventory/read-inventory.ts'
import { agentName, agentVersion } from '../version.ts'
import { platform } from './running-program.ts'

export const selfCheckWord = '--self-check'

/** Does what an agent cannot live without, and says what it is; a file that cannot do this is never taken. */
export function checkSelf(handlers: readonly CommandHandler[]): string {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const text = Buffer.from('muster')
  if (!verify(null, text, publicKey, sign(null, text, privateKey))) throw new Error('Ed25519 does not work here.')
  readInventory()
  const abilities = handlers.map(({ type }) => type)
  return JSON.stringify({ agent: agentName, version: agentVersion, platform, abilities })
}

const patienceMilliseconds = 60_000

/** Asks a file that is to be the agent for its self-check: undefined where it is what the release says. */
export async function findProgramFault(
  path: string,
  { version, platform: wanted }: ReleaseOffer,
): Promise<string | undefined> {
  const { output, problem } = await askProgram(path)
  if (problem !== undefined) return `Its self-check failed: ${problem.slice(0, 500)}`
  const said = parse(output)
  return said?.version === version && said.platform === wanted
    ? undefined
    : `It says to be version ${said?.version} for ${said?.platform}, not ${version} for ${wanted}.`
}

function askProgram(path: string): Promise<{ output: string; problem?: string }> {
  const options = { timeout: patienceMilliseconds, env: { PATH: process.env.PATH ?? '' } }
  return new Promise((resolve) => {
    execFile(path, [selfCheckWord], options, (error, output, errors) =>
      resolve({ output, ...(error && { problem: errors.trim() || error.message }) }),
    )
  })
}

function parse(text: string): { version?: unknown; platform?: unknown } | undefined {
  try {
    return JSON.parse(text) as { version?: unknown; platform?: unknown }
  } catch {
    return undefined
  }
}
