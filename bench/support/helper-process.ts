import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { pin } from './pin.ts'

/** A process of the benchmark's own that is told things, and answers each. */
export interface HelperProcess<Order> {
  readonly child: ChildProcess
  ask<Answer>(order: Order): Promise<Answer>
  close(): Promise<void>
}

interface Answered {
  readonly number: number
  readonly answer?: unknown
  readonly problem?: string
}

/** Runs a module that answers `{number, order}` with `{number, answer}` or `{number, problem}`. */
export function startHelper<Order>(
  module: URL,
  { core, flags = [] }: { core: number; flags?: string[] },
): HelperProcess<Order> {
  const child = fork(module, { execArgv: flags, stdio: ['ignore', 'inherit', 'pipe', 'ipc'] })
  pin(child.pid!, core)
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>()
  let last = 0
  child.on('message', ({ number, answer, problem }: Answered) => {
    const asked = waiting.get(number)
    waiting.delete(number)
    if (problem === undefined) asked?.resolve(answer)
    else asked?.reject(new Error(problem))
  })
  child.on('exit', (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`a helper process ended: ${signal ?? code}`))
  })
  return {
    child,
    ask(order) {
      last += 1
      const number = last
      return new Promise((resolve, reject) => {
        waiting.set(number, { resolve: resolve as (answer: unknown) => void, reject })
        child.send({ number, order })
      })
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}
