import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Summary } from '../../../packages/agent/src/simulator/summary.ts'
import { bareEnvironment } from '../../support/bare-environment.ts'

const launcher = fileURLToPath(new URL('../../../packages/agent/bin/muster-agent.mjs', import.meta.url))

/** `muster-agent simulate` as a process of its own. */
export interface SimulatorProcess {
  readonly pid: number
  /** When it has ended: what it measured, and its exit code. */
  readonly ended: Promise<SimulatorEnd>
  /** As Ctrl-C does. */
  interrupt(): Promise<SimulatorEnd>
  kill(): Promise<void>
}

export interface SimulatorEnd {
  readonly code: number | null
  /** Undefined where it was killed, or said what is wrong instead. */
  readonly summary: Summary | undefined
  readonly said: string
}

export function startSimulator(...words: string[]): SimulatorProcess {
  const child = spawn(process.execPath, [launcher, 'simulate', '--json', ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // The tests' own coverage and flags are not for it.
    env: { ...bareEnvironment, NODE_ENV: process.env.NODE_ENV },
  })
  const ended = end(child)
  return {
    pid: child.pid!,
    ended,
    async interrupt() {
      child.kill('SIGINT')
      return ended
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function end(child: ChildProcess): Promise<SimulatorEnd> {
  const closed = once(child, 'close') as Promise<[number | null]>
  const [output, said] = await Promise.all([text(child.stdout!), text(child.stderr!)])
  const [code] = await closed
  return { code, summary: output === '' ? undefined : (JSON.parse(output) as Summary), said }
}

/** The ids in a ledger, in the order in which the commands had their effect. */
export function readLedger(path: string): string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : []
}
