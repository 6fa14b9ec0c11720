import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { openStateDirectory, type StateDirectory } from '../state/state-directory.ts'
import { hashFile } from './hash-file.ts'
import { launch } from './launcher.ts'
import { openProgramFiles, type ProgramFiles } from './update-record.ts'

let state: StateDirectory
let files: ProgramFiles
let said: string[]
const note = (message: string) => void said.push(message)
const log = { info: note, warn: note, error: note }
const program = { installedPath: '/installed', installedVersion: '1.0.0', launched: false, supervised: false }

beforeEach(() => {
  state = openStateDirectory(mkdtempSync(join(tmpdir(), 'muster-launcher-')))
  files = openProgramFiles(state)
  said = []
})
afterEach(() => rmSync(state.path, { recursive: true }))

async function take(text: string, { isThere }: { isThere: boolean }): Promise<void> {
  const release_id = '01933b5e-7c1a-7d6f-9a4c-2f1f0c3a7b11'
  const facts = { release_id, version: '1.1.0', platform: 'linux-x64', size_bytes: 1, sha256: '0'.repeat(64) }
  const release = { ...facts, allow_downgrade: false, signature: 'x' }
  const path = files.of(release)
  mkdirSync(files.directory)
  writeFileSync(path, text, { mode: 0o755 })
  const whole = { ...release, sha256: await hashFile(path) }
  if (!isThere) rmSync(path)
  const taken = { installed_version: '1.0.0', from_version: '1.0.0', phase: 'trial', starts: 0 } as const
  files.write({ current: { release: whole, ...taken }, previous: null, failed: [], outcomes: [] })
}

/** What a write of the record would put in its place is a directory: as good as a full disk. */
const letNothingBeNoted = () => mkdirSync(join(files.directory, `update.json.${process.pid}.new`))
const start = () => launch({ state, log, program, words: ['run'] })

test('what cannot be noted ends nothing: the installed program runs, and the release is tried later', async () => {
  await take(`#!/bin/sh\ntouch ${state.file('ran')}\n`, { isThere: true })
  letNothingBeNoted()
  assert.equal(await start(), undefined)
  assert.match(said.join(), /trial cannot be noted/)
  assert.equal(files.read().current?.starts, 0)
})

test('a release that is gone, where going back cannot be noted, does not keep the installed program from running', async () => {
  await take('', { isThere: false })
  letNothingBeNoted()
  assert.equal(await start(), undefined)
  assert.match(said.join(), /going back .* cannot be noted/)
})
