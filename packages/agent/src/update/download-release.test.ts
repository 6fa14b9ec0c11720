import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import type { ReleaseOffer } from '@muster/core/agent/releases.ts'
import { type CallWithSession, downloadRelease } from './download-release.ts'

const bytes = Buffer.from('0123456789'.repeat(10))
const release: ReleaseOffer = {
  release_id: '01933b5e-7c1a-7d6f-9a4c-2f1f0c3a7b11',
  version: '1.1.0',
  platform: 'linux-x64',
  size_bytes: bytes.length,
  sha256: '0'.repeat(64),
  allow_downgrade: false,
  signature: 'x',
}
let directory: string
let path: string
let asked: number[]

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'muster-download-'))
  path = join(directory, 'program', 'download.part')
  asked = []
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** Gives 30 bytes at a time, until the line breaks. */
function lineThatBreaksAfter(calls: number): CallWithSession {
  return async ({ path: address }) => {
    const offset = Number(/offset=(\d+)/.exec(address)![1])
    if (asked.length === calls) throw new Error('the line broke')
    asked.push(offset)
    return { status: 200, headers: {}, body: bytes.subarray(offset, offset + 30) }
  }
}

test('a download that broke off goes on where it was', async () => {
  await assert.rejects(downloadRelease(lineThatBreaksAfter(2), release, path), /the line broke/)
  await downloadRelease(lineThatBreaksAfter(9), release, path)
  assert.deepEqual(asked, [0, 30, 60, 90])
  assert.deepEqual(readFileSync(path), bytes)
})

test('what lies there of another release is not gone on with', async () => {
  await assert.rejects(downloadRelease(lineThatBreaksAfter(2), release, path), /the line broke/)
  await downloadRelease(lineThatBreaksAfter(9), { ...release, release_id: 'another' }, path)
  assert.deepEqual(asked, [0, 30, 0, 30, 60, 90])
  assert.deepEqual(readFileSync(path), bytes)
})

test('a file that is shorter or longer than was signed is no download', async () => {
  const call: CallWithSession = async () => ({ status: 200, headers: {}, body: Buffer.alloc(0) })
  await assert.rejects(downloadRelease(call, release, path), /ends at byte 0 of 100/)
  await assert.rejects(downloadRelease(lineThatBreaksAfter(9), { ...release, size_bytes: 50 }, path), /longer than/)
})
