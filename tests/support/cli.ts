import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { bareEnvironment } from './bare-environment.ts'

export interface CliRun {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export type RunCli = (...args: string[]) => Promise<CliRun>

const program = fileURLToPath(new URL('../../packages/cli/bin/muster.mjs', import.meta.url))

/** Starts `muster` as a person would, with nothing of this process's own settings. */
export function startCli(args: readonly string[], environment: NodeJS.ProcessEnv, input?: string, cwd?: string) {
  const child: ChildProcess = spawn(process.execPath, [program, ...args], {
    env: { ...bareEnvironment, HOME: '/nonexistent', ...environment },
    ...(cwd !== undefined && { cwd }),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    said.out += text
  })
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    said.err += text
  })
  child.stdin!.on('error', () => undefined).end(input)
  const ended = new Promise<CliRun>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, ...said }))
  })
  return { child, said, ended }
}

export function cliOf(environment: NodeJS.ProcessEnv): RunCli {
  return (...args) => startCli(args, environment).ended
}
