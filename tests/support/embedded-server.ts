import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

/** A process of its own that runs an embedded server until it is killed. */
export type ServerProcess = { process: ChildProcess; url: string; pid: number; version: string }

const startModule = new URL('../../packages/server/src/db/embedded-postgres/start.ts', import.meta.url).href

/**
 * Starts a process that runs an embedded server.
 * @throws what the process wrote to its error output, when it did not come up
 */
export async function runServerProcess(
  options: { directory: string; programsDirectory?: string },
  run: { uid?: number; gid?: number; env?: NodeJS.ProcessEnv; module?: string; cwd?: string } = {},
): Promise<ServerProcess> {
  const program = `
    import { startEmbeddedPostgres } from ${JSON.stringify(run.module ?? startModule)}
    const server = await startEmbeddedPostgres(${JSON.stringify(options)})
    console.log(JSON.stringify({ url: server.url, pid: server.pid, version: server.version }))
    process.on('SIGTERM', () => void server.stop())`
  const { module: _, ...spawnOptions } = run
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: '/',
    ...spawnOptions,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  for await (const line of createInterface(child.stdout)) {
    return { process: child, ...(JSON.parse(line) as { url: string; pid: number; version: string }) }
  }
  throw new Error(errors)
}

/** Runs one statement on a connection of its own. */
export async function queryOnce(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

/**
 * Waits until the condition holds; fails when it does not within `seconds`. Asks less often the longer it waits and the
 * longer asking takes: what is waited for runs on the same processors.
 */
export async function waitUntil(what: string, holds: () => boolean | Promise<boolean>, seconds = 30): Promise<void> {
  const start = performance.now()
  for (;;) {
    const asked = performance.now()
    if (await holds()) return
    const answered = performance.now()
    if (answered - start > seconds * 1000) throw new Error(`Waited ${seconds} s in vain until ${what}`)
    const pause = Math.max((answered - start) / 10, 2 * (answered - asked))
    await delay(Math.min(Math.max(pause, 20), 200))
  }
}

/** A path inside the directory that is deeper than any socket address is long. */
export function deepPathIn(directory: string): string {
  return join(directory, ...Array.from({ length: 12 }, (_, level) => `quite-a-long-name-${level}`))
}
