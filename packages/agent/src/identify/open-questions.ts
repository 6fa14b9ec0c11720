import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { writeFileDurably } from '../state/write-file.ts'

/**
 * Where a question can be answered. The file is its owner's alone: the agent's own copy in the state directory, and one
 * for each user that was shown the question, in that user's runtime directory.
 */
export const OpenQuestion = Type.Object({
  command_id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,128}$' }),
  link: Type.String({ pattern: '^http://127\\.0\\.0\\.1:\\d{1,5}/[A-Za-z0-9_-]{43}$' }),
  asked_at: Type.String(),
  /** Of the agent: a link whose agent is gone leads to whoever has its port now. */
  pid: Type.Integer({ minimum: 1 }),
})
export type OpenQuestion = Static<typeof OpenQuestion>

/** Below a state directory. */
export const questionsDirectory = 'identify'

/** Below a user's runtime directory. */
export const handedOverDirectory = 'muster-agent'

export function writeOpenQuestion(directory: string, question: OpenQuestion): { remove(): void } {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const path = join(directory, `${question.command_id}.json`)
  writeFileDurably(path, JSON.stringify(question))
  return { remove: () => rmSync(path, { force: true }) }
}

/** Those of agents that still run, the oldest first; a directory that is not there has none. */
export function readOpenQuestions(directories: readonly string[]): OpenQuestion[] {
  const found = new Map<string, OpenQuestion>()
  for (const directory of directories) {
    for (const name of namesIn(directory)) {
      const question = readOne(join(directory, name))
      if (question !== undefined && isRunning(question.pid)) found.set(question.command_id, question)
    }
  }
  return [...found.values()].sort((a, b) => (a.asked_at < b.asked_at ? -1 : 1))
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => name.endsWith('.json'))
  } catch (error) {
    if (['ENOENT', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return []
    throw error
  }
}

function readOne(path: string): OpenQuestion | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return Value.Check(OpenQuestion, value) ? value : undefined
  } catch {
    return undefined
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
