import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { waitUntil } from '../../support/embedded-server.ts'
import { makeScratchDirectory } from '../../support/scratch-directory.ts'

/** The string that EICAR published for tests; not whole in this file, or a scanner would take this file away. */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-', 'ANTIVIRUS-TEST-FILE', '!$H+H*'].join('')
export const signature = 'Muster.Test.UNOFFICIAL'

/** Why the tests with a real ClamAV cannot run here; false where they can. */
export const noClamav = ['clamscan', 'clamd'].every((name) => find(name) !== undefined)
  ? false
  : 'ClamAV is not installed here (apt-get install clamav clamav-daemon)'

/** A database that knows one thing: that string, wherever in a file it is. */
export function makeSignatures(directory: string): string {
  const path = join(directory, 'signatures')
  mkdirSync(path)
  writeFileSync(join(path, 'test.ndb'), `Muster.Test:0:*:${Buffer.from(eicar).toString('hex')}\n`)
  return path
}

/** The agent's settings for one of the engines, with those signatures and nothing of this machine's. */
export interface TestEngine {
  readonly directory: string
  readonly environment: NodeJS.ProcessEnv
  remove(): Promise<void>
}

export async function prepareEngine(kind: 'clamscan' | 'clamd'): Promise<TestEngine> {
  const { path: directory, remove } = await makeScratchDirectory()
  const signatures = makeSignatures(directory)
  if (kind === 'clamscan') {
    const environment = { ...process.env, MUSTER_AGENT_CLAMD: 'none', MUSTER_AGENT_CLAMAV_DATABASE: signatures }
    return { directory, environment, remove }
  }
  const clamd = await startClamd(directory, signatures)
  return {
    directory,
    environment: { ...process.env, MUSTER_AGENT_CLAMD: clamd.socket, MUSTER_AGENT_CLAMSCAN: 'none' },
    async remove() {
      await clamd.stop()
      await remove()
    },
  }
}

async function startClamd(directory: string, signatures: string): Promise<{ socket: string; stop(): Promise<void> }> {
  const socket = join(directory, 'clamd.sock')
  const configuration = join(directory, 'clamd.conf')
  const lines = [
    `LocalSocket ${socket}`,
    `DatabaseDirectory ${signatures}`,
    `TemporaryDirectory ${directory}`,
    'StreamMaxLength 200M',
    'Foreground yes',
    ...(process.getuid?.() === 0 ? ['User root'] : []),
  ]
  writeFileSync(configuration, `${lines.join('\n')}\n`)
  const child = spawn(find('clamd')!, [`--config-file=${configuration}`], { stdio: 'ignore' })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await waitUntil('clamd listens', () => existsSync(socket))
  return {
    socket,
    async stop() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

function find(name: string): string | undefined {
  const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/sbin']
  return directories.map((directory) => join(directory, name)).find((path) => existsSync(path))
}
