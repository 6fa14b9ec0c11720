import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { superviseTrial } from './supervise-trial.ts'
import { isServerReachable } from './trial-clock.ts'
import { openProgramFiles, type ProgramFiles } from './update-record.ts'

let directory: string
let files: ProgramFiles
let warned: string[]
const ignore = () => undefined
const log = { info: ignore, warn: (message: string) => void warned.push(message), error: ignore }

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'muster-trial-'))
  files = openProgramFiles({ file: (name) => join(directory, name) })
  mkdirSync(files.directory)
  warned = []
  writeFileSync(
    join(directory, 'program.sh'),
    `#!/bin/sh\nwhile [ ! -e ${directory}/ends ]; do sleep 0.02; done\nexit 7\n`,
    { mode: 0o755 },
  )
  setPhase('trial')
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

function setPhase(phase: 'trial' | 'confirmed'): void {
  const release_id = '01933b5e-7c1a-7d6f-9a4c-2f1f0c3a7b11'
  const facts = { release_id, version: '1.1.0', platform: 'linux-x64', size_bytes: 1, sha256: '0'.repeat(64) }
  const release = { ...facts, allow_downgrade: false, signature: 'x' }
  const current = { release, installed_version: '1.0.0', from_version: '1.0.0', phase, starts: 1 }
  files.write({ current, previous: null, failed: [], outcomes: [] })
}

const supervise = (isReachable: () => Promise<boolean>) =>
  superviseTrial({
    path: join(directory, 'program.sh'),
    words: [],
    environment: { PATH: process.env.PATH!, MUSTER_AGENT_TRIAL_SECONDS: '0.4' },
    files,
    log,
    isReachable,
  })

test('a version that does not reach the server, which others reach, is late', async () => {
  assert.deepEqual(await supervise(async () => true), { kind: 'late', seconds: 0.4 })
  assert.deepEqual(warned, [])
})

test('while nobody reaches the server a trial’s time stands still, and once it is back the version is confirmed', async () => {
  const startedAt = performance.now()
  let asked = 0
  const end = await supervise(async () => {
    asked += 1
    if (performance.now() - startedAt > 1200) {
      setPhase('confirmed')
      writeFileSync(join(directory, 'ends'), '')
    }
    return false
  })
  assert.deepEqual(end, { kind: 'ended', code: 7 })
  assert.ok(asked < 40, `it asked ${asked} times`)
  assert.equal(warned.length, 1)
})

test('time with the server counts also after time without it', async () => {
  const startedAt = performance.now()
  assert.equal((await supervise(async () => performance.now() - startedAt > 600)).kind, 'late')
  assert.ok(performance.now() - startedAt > 950)
})

test('a server is reached that answers, whatever it says; a proxy that says it is down is none', async () => {
  let status = 401
  const server = createServer((_, answer) => answer.writeHead(status).end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = { server: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
  assert.equal(await isServerReachable(address), true)
  status = 502
  assert.equal(await isServerReachable(address), false)
  await new Promise((resolve) => server.close(resolve))
  assert.equal(await isServerReachable(address), false)
})
