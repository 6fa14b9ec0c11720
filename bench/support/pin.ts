import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Keeps a process on one core, where there are two and `taskset`. */
export function pin(pid: number, core: number): void {
  if (availableParallelism() < 2) return
  try {
    execFileSync('taskset', ['-a', '-p', '-c', String(core), String(pid)], { stdio: 'ignore' })
  } catch {
    // Without it the figures are noisier, not wrong.
  }
}
