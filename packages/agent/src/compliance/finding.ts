import type { CheckName, CheckResult } from '@muster/core/compliance/check-name.ts'

/** What one check found; facts are bounded by the agent before they travel. */
export interface Finding {
  readonly result: CheckResult
  readonly facts: Readonly<Record<string, unknown>>
}

/** What checks read from; tests put directories and programs of their own in its place. */
export interface Sources {
  /** Where the file system begins: `/`. */
  readonly root: string
  readonly run: RunQuiet
  readonly now: Date
  /** The software that the policy does not want. */
  readonly software: readonly string[]
  readonly isRoot: boolean
}

/** Standard output; undefined where the program is not there, fails, or takes too long. */
export type RunQuiet = (program: string, args: readonly string[], options?: RunOptions) => Promise<string | undefined>

export interface RunOptions {
  readonly timeoutSeconds?: number
  /** Exit codes beside 0 that are an answer. */
  readonly answers?: readonly number[]
  /** As somebody else, which only root may. */
  readonly as?: { readonly uid: number; readonly gid: number; readonly env: NodeJS.ProcessEnv }
}

export type Check = (sources: Sources) => Promise<Finding>

/** The checks of a platform; what is not there is not known. */
export type Checks = Readonly<Partial<Record<CheckName, Check>>>

export const unknown = (why: string): Finding => ({ result: 'unknown', facts: { why } })

export const passIf = (passes: boolean, facts: Finding['facts']): Finding => ({
  result: passes ? 'pass' : 'fail',
  facts,
})
