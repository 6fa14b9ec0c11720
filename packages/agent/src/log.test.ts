import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openLog } from './log.ts'

const directory = mkdtempSync(join(tmpdir(), 'muster-log-'))

after(() => rmSync(directory, { recursive: true }))

test('the log takes a bounded place: full files move on, the oldest goes, the newest line is in agent.log', () => {
  const log = openLog(directory)
  for (let count = 0; count < 600; count += 1) log.info('x'.repeat(10_000), { count })
  assert.deepEqual(readdirSync(directory).sort(), ['agent.1.log', 'agent.2.log', 'agent.3.log', 'agent.log'])
  for (const name of readdirSync(directory)) {
    assert.ok(statSync(join(directory, name)).size < 1.1 * 1024 * 1024)
    assert.equal(statSync(join(directory, name)).mode & 0o077, 0)
  }
  const lines = readFileSync(join(directory, 'agent.log'), 'utf8').trim().split('\n')
  assert.equal(JSON.parse(lines.at(-1)!).count, 599)
})
