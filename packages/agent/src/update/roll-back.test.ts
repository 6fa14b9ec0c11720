import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import type { ReleaseOffer } from '@muster/core/agent/releases.ts'
import type { Log } from '../log.ts'
import { confirmUpdate, giveWayToInstalled, rollBack } from './roll-back.ts'
import { openProgramFiles, type ProgramFiles, type UpdateRecord } from './update-record.ts'

const log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
let directory: string
let files: ProgramFiles

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'muster-roll-back-'))
  files = openProgramFiles({ file: (name) => join(directory, name) })
  mkdirSync(files.directory)
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

function releaseOf(version: string): ReleaseOffer {
  const id = `01933b5e-7c1a-7d6f-9a4c-${version.replaceAll('.', '').padStart(12, '0')}`
  const release = { release_id: id, version, platform: 'linux-x64', size_bytes: 1, sha256: '0'.repeat(64) }
  const whole = { ...release, allow_downgrade: false, signature: 'x' }
  writeFileSync(files.of(whole), version)
  return whole
}

function onTrial(version: string, previous: ReleaseOffer | null): UpdateRecord {
  const current = {
    release: releaseOf(version),
    installed_version: '1.0.0',
    from_version: previous?.version ?? '1.0.0',
    phase: 'trial',
    starts: 1,
  } as const
  return {
    current,
    previous: previous && { release: previous, installed_version: '1.0.0' },
    failed: [],
    outcomes: [],
  }
}

test('going back takes the release before, keeps its file, and remembers what failed and why', () => {
  const before = releaseOf('1.1.0')
  files.write(onTrial('1.2.0', before))
  const failed = files.read().current!.release
  rollBack(files, log, 'It fell over.')
  const { current, outcomes, ...rest } = files.read()
  assert.deepEqual([current?.release.version, current?.phase], ['1.1.0', 'confirmed'])
  assert.deepEqual(rest, { previous: null, failed: [failed.release_id] })
  assert.deepEqual(outcomes, [
    { release_id: failed.release_id, outcome: 'rolled_back', from_version: '1.1.0', reason: 'It fell over.' },
  ])
  assert.deepEqual([existsSync(files.of(before)), existsSync(files.of(failed))], [true, false])
})

test('without a release before, the installed file runs again', () => {
  files.write(onTrial('1.1.0', null))
  rollBack(files, log, 'It fell over.')
  assert.equal(files.read().current, null)
})

test('a confirmed update keeps the version before it, and is told once', () => {
  const before = releaseOf('1.1.0')
  files.write(onTrial('1.2.0', before))
  confirmUpdate(files, log)
  confirmUpdate(files, log)
  const { current, previous, outcomes } = files.read()
  assert.deepEqual([current?.phase, previous?.release.version], ['confirmed', '1.1.0'])
  assert.deepEqual(
    outcomes.map(({ outcome, from_version }) => [outcome, from_version]),
    [['updated', '1.1.0']],
  )
  assert.ok(existsSync(files.of(before)))
})

test('an installed file that was replaced by a younger one runs; one replaced by an older one does not', () => {
  files.write(onTrial('1.2.0', null))
  giveWayToInstalled(files, '1.0.0')
  giveWayToInstalled(files, '1.1.0')
  assert.equal(files.read().current?.release.version, '1.2.0')
  giveWayToInstalled(files, '1.3.0')
  assert.equal(files.read().current, null)
})

test('a damaged record means the installed file', () => {
  writeFileSync(join(files.directory, 'update.json'), '{"current":')
  assert.deepEqual(files.read(), { current: null, previous: null, failed: [], outcomes: [] })
})
