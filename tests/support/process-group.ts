import { spawn } from 'node:child_process'

/** A program and all that it starts. */
export type ProcessGroup = { ended: Promise<number>; interrupt(): void }

const patienceMilliseconds = 10_000

/**
 * Runs a program, its output being ours, in a process group of its own, of which nothing remains: neither when it has
 * ended, nor when we die, by whatever death.
 */
export function startInGroup(
  command: string,
  args: string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): ProcessGroup {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'inherit', 'inherit'], detached: true })
  const pid = child.pid
  // It reads from a pipe whose other end only we hold, and so comes to its second command when we are gone.
  const guard = spawn('/bin/sh', ['-c', 'read -r line; kill -s KILL -- "-$1"', 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => {
      guard.kill('SIGKILL')
      killGroup(pid)
      resolve(code ?? 1)
    })
  })
  return {
    ended,
    interrupt: () => {
      child.kill('SIGINT')
      setTimeout(() => killGroup(pid), patienceMilliseconds).unref()
    },
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
