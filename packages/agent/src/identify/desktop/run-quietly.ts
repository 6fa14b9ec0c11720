import { spawn } from 'node:child_process'

export interface QuietRun {
  readonly input?: string
  readonly env?: NodeJS.ProcessEnv
  /** Who runs it, where that is somebody else; takes root. Node.js drops the groups of the agent with it. */
  readonly as?: { readonly uid: number; readonly gid: number } | undefined
  readonly timeoutMilliseconds?: number
}

/** Whether it ended with 0; a program that is not there, or hangs, is one that did not. */
export function runQuietly(program: string, args: readonly string[], run: QuietRun = {}): Promise<boolean> {
  const { input = '', env = process.env, as, timeoutMilliseconds = 10_000 } = run
  return new Promise((resolve) => {
    try {
      const child = spawn(program, args, {
        env,
        cwd: '/',
        stdio: ['pipe', 'ignore', 'ignore'],
        // Its own `timeout` would keep the process alive where the program was never there.
        signal: AbortSignal.timeout(timeoutMilliseconds),
        ...(as && { uid: as.uid, gid: as.gid }),
      })
      child.once('error', () => resolve(false))
      child.once('close', (code) => resolve(code === 0))
      child.stdin.on('error', () => undefined).end(input)
    } catch {
      // What the system refuses at once, such as to become somebody else, is thrown.
      resolve(false)
    }
  })
}
