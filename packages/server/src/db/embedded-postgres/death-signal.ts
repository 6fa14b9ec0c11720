import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import type { Identity } from './identity.ts'
import { programEnvironment } from './programs.ts'

// Has the kernel signal the program when this process dies, by whatever death. It stands right before the program:
// a change of user clears it, and `spawn` changes the user before it runs this.
const command = ['setpriv', '--pdeathsig', 'INT', '--']
let supported: boolean | undefined

/** What to put before a program so that it is interrupted when we die; empty where the system has no such thing. */
export function deathSignalPrefix(): string[] {
  supported ??=
    spawnSync(command[0]!, [...command.slice(1), 'true'], { env: programEnvironment, stdio: 'ignore' }).status === 0
  return supported ? command : []
}

/**
 * Where the kernel does not do it: a shell that reads from a pipe whose other end only we hold, and so ends when we
 * do, interrupting the process on its way out.
 */
export function watchFromOutside(pid: number, identity: Identity): ChildProcess {
  const watcher = spawn('/bin/sh', ['-c', 'read -r line; kill -INT "$1"', 'sh', String(pid)], {
    ...identity,
    cwd: '/',
    env: programEnvironment,
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watcher.on('error', () => undefined)
  return watcher
}
