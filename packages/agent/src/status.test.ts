import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { toLine } from './journal/entries.ts'
import { lockState } from './state/agent-lock.ts'
import { openStateDirectory, type StateDirectory } from './state/state-directory.ts'
import { type ConnectionStatus, writeConnectionStatus } from './state/status-file.ts'
import { formatStatus, readStatus } from './status.ts'
import { openProgramFiles } from './update/update-record.ts'
import { agentVersion } from './version.ts'

let state: StateDirectory

beforeEach(() => {
  state = openStateDirectory(mkdtempSync(join(tmpdir(), 'muster-status-')))
  lockState(state.lock)
})
afterEach(() => rmSync(state.path, { recursive: true }))

function write(fields: Partial<ConnectionStatus>): void {
  const since = new Date(0).toISOString()
  writeConnectionStatus(state.status, {
    process_id: process.pid,
    version: agentVersion,
    connected: true,
    since,
    ...fields,
  })
}

test('the version that runs is shown, and the asked program’s beside it where that is another', () => {
  write({})
  assert.equal(readStatus(state).running_version, agentVersion)
  assert.match(formatStatus(readStatus(state)), new RegExp(`^Agent +muster-agent ${agentVersion},`))
  write({ version: '9.9.9' })
  const { version, running_version } = readStatus(state)
  assert.deepEqual([version, running_version], [agentVersion, '9.9.9'])
  assert.match(formatStatus(readStatus(state)), /^Agent +muster-agent 9\.9\.9 runs; this program is \d/)
})

test('what an agent before the one that runs wrote is not told of this one', () => {
  write({ process_id: 1, version: '9.9.9' })
  const { running_version, connection } = readStatus(state)
  assert.deepEqual([running_version, connection], [null, undefined])
})

test('a release on trial is told of until it is confirmed', () => {
  const release_id = '01933b5e-7c1a-7d6f-9a4c-2f1f0c3a7b11'
  const facts = { release_id, version: '1.1.0', platform: 'linux-x64', size_bytes: 1, sha256: '0'.repeat(64) }
  const release = { ...facts, allow_downgrade: false, signature: 'x' }
  for (const phase of ['trial', 'confirmed'] as const) {
    const current = { release, installed_version: '1.0.0', from_version: '1.0.0', phase, starts: 1 }
    openProgramFiles(state).write({ current, previous: null, failed: [], outcomes: [] })
    assert.deepEqual(readStatus(state).release, { version: '1.1.0', phase })
    assert.equal(/Update +1\.1\.0 is on trial/.test(formatStatus(readStatus(state))), phase === 'trial')
  }
})

test('a command that the server has the result of is reported, also where the journal’s line of its end is damaged', () => {
  const accepted = { entry: 'accepted', id: 'c', at: 1, action_id: 'a', type: 'scan_threats', params: {} } as const
  const lines = [toLine({ ...accepted, expires_at: 2 }), 'damaged\n', toLine({ entry: 'stored', id: 'c' })]
  writeFileSync(state.journal, lines.join(''))
  assert.deepEqual(readStatus(state).commands, { unfinished: 0, unreported: 0, reported: 1 })
})
