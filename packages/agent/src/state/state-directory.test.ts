import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { readStatus } from '../status.ts'
import { findStateDirectory, openStateDirectory } from './state-directory.ts'

let path: string

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'muster-state-'))
  chmodSync(path, 0o755)
})
afterEach(() => rmSync(path, { recursive: true }))

const modeOf = (directory: string) => statSync(directory).mode & 0o777

test('a directory that others use as well is left as it is, and another one is asked for', () => {
  writeFileSync(join(path, 'index.html'), '')
  assert.throws(() => openStateDirectory(path), /holds other things and is open to others.*muster-agent$/)
  assert.deepEqual([modeOf(path), readdirSync(path)], [0o755, ['index.html']])
  writeFileSync(join(path, 'identity.json'), '')
  openStateDirectory(path)
  assert.equal(modeOf(path), 0o700)
})

test('an empty directory is closed to others, as is one that the agent began and was killed in', () => {
  mkdirSync(join(path, 'logs'))
  writeFileSync(join(path, 'pending-key.pem.41.new'), '')
  openStateDirectory(path)
  assert.deepEqual([modeOf(path), modeOf(join(path, 'logs'))], [0o700, 0o700])
})

test('a look at how it stands makes and changes nothing', () => {
  const nowhere = join(path, 'none')
  for (const directory of [path, nowhere]) assert.equal(readStatus(findStateDirectory(directory)).enrolment, 'none')
  assert.deepEqual([modeOf(path), readdirSync(path)], [0o755, []])
})

test('a directory without a name, and what is no directory, is refused with the remedy', () => {
  assert.throws(() => openStateDirectory(''), /no name. Give --state-dir/)
  writeFileSync(join(path, 'file'), '')
  assert.throws(() => openStateDirectory(join(path, 'file')), /is no directory. Give --state-dir/)
})
