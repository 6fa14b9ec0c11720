import { readText } from '../read-or-nothing.ts'
import type { StateDirectory } from './state-directory.ts'
import { writeFileDurably } from './write-file.ts'

/**
 * The latest start of the agent that the server let in, by which a machine is told from a copy of its disk: copies go
 * on from the same one, and each from its own after that.
 */
export function readFormerRun(state: StateDirectory): string | undefined {
  const text = readText(state.file(runFile))
  return /^[\x21-\x7e]{1,128}$/.test(text) ? text : undefined
}

export function keepRun(state: StateDirectory, run: string): void {
  writeFileDurably(state.file(runFile), run)
}

const runFile = 'last-run'
