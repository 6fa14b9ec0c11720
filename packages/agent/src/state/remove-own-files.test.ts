import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { removeOwnFiles } from './remove-own-files.ts'
import { openStateDirectory } from './state-directory.ts'

let beside: string
let path: string

beforeEach(() => {
  beside = mkdtempSync(join(tmpdir(), 'muster-state-'))
  path = join(beside, 'state')
})
afterEach(() => rmSync(beside, { recursive: true, force: true }))

function put(...names: string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), name)
  }
}

test('all that an agent can leave in its state directory is removed, and the directory', () => {
  const state = openStateDirectory(path)
  put('identity.json', 'identity.json.41.new', 'pending-key.pem', 'device-key-0123456789abcdef.pem', 'hardware-id')
  put('journal.log', 'journal.log.41.new', 'status.json', 'install.json', 'agent.lock', 'agent.lock.41')
  put(
    'agent.lock.stale.41',
    'logs/agent.log',
    'logs/agent.3.log',
    'dhcp-renewal-aB3dE6/leases',
    'identify/0198-ab_c.json',
  )
  put('reports/0198-ab.json', 'reports/0198-ab.scan', 'reports/0198-ab.zip', 'reports/0198-ab.zip.new')
  put('program/update.json', 'program/muster-agent-1.2.0-0198', 'program/download.part', 'program/download.part.of')
  assert.equal(removeOwnFiles(state), true)
  assert.equal(existsSync(path), false)
})

test('what has another name, is of another kind or lies beyond a link stays', () => {
  const state = openStateDirectory(path)
  writeFileSync(join(beside, 'agent.log'), '')
  rmSync(state.logs, { recursive: true })
  symlinkSync(beside, state.logs)
  put('identity.json', 'server.pem', 'reports/thesis.odt', 'status.json/mine', 'dhcp-server/leases', 'program')
  assert.equal(removeOwnFiles(state), false)
  assert.deepEqual(readdirSync(path).sort(), ['dhcp-server', 'logs', 'program', 'reports', 'server.pem', 'status.json'])
  assert.deepEqual(readdirSync(beside).sort(), ['agent.log', 'state'])
})
