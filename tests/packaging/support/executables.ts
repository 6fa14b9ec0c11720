import { readFile } from 'node:fs/promises'
import { bundleAgent } from '../../../scripts/package/bundle.ts'
import { makeExecutable } from '../../../scripts/package/make-executable.ts'

/** The agent as one file that says to be this version; made once, and then taken from the cache. */
export async function buildAgent(version: string): Promise<string> {
  return makeExecutable((await bundleAgent(version)).code)
}

/** A file that passes its self-check as this version, and then does something else when it is to run. */
export function buildImpostor(version: string, run: string): Promise<string> {
  const answer = JSON.stringify({ agent: 'muster', version, platform: `${process.platform}-${process.arch}` })
  return makeExecutable(
    `if (process.argv[2] === '--self-check') console.log(${JSON.stringify(answer)})\nelse { ${run} }\n`,
  )
}

export const readExecutable = (path: string) => readFile(path)
