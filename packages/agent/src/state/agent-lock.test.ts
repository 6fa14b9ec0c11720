import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { findRunningAgent, lockState } from './agent-lock.ts'

const directory = mkdtempSync(join(tmpdir(), 'muster-lock-'))
const path = join(directory, 'agent.lock')

after(() => rmSync(directory, { recursive: true }))

test('a lock is held once, told by its process, and free again when it is released', () => {
  const lock = lockState(path)
  assert.throws(() => lockState(path), new RegExp(`process ${process.pid}`))
  assert.equal(findRunningAgent(path), process.pid)
  lock.release()
  assert.equal(findRunningAgent(path), undefined)
  lockState(path).release()
  assert.equal(existsSync(path), false)
})

test('the lock of a process that is gone, or whose number another has now, is taken over', () => {
  for (const holder of [{ pid: 2 ** 22 + 1, started: '1' }, { pid: process.pid, started: '1' }, 'garbage']) {
    writeFileSync(path, JSON.stringify(holder))
    if (process.platform !== 'linux' && typeof holder === 'object' && holder.pid === process.pid) continue
    lockState(path).release()
  }
})

test('of many processes that find a stale lock at one moment, one gets it', async () => {
  writeFileSync(path, JSON.stringify({ pid: 2 ** 22 + 1, started: '1' }))
  const program = `
    import { lockState } from ${JSON.stringify(new URL('agent-lock.ts', import.meta.url).href)}
    try { lockState(${JSON.stringify(path)}); console.log('got it') } catch { console.log('refused') }
    setTimeout(() => undefined, 3000)`
  const answers = await Promise.all(
    Array.from(
      { length: 4 },
      () =>
        new Promise<string>((resolve, reject) => {
          execFile(process.execPath, ['--input-type=module', '--eval', program], (error, output) =>
            error ? reject(error) : resolve(output.trim()),
          )
        }),
    ),
  )
  assert.deepEqual(answers.sort(), ['got it', 'refused', 'refused', 'refused'])
})
