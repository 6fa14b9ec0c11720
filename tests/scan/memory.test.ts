import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFileSync, chmodSync, copyFileSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { waitUntil } from '../support/embedded-server.ts'
import { eicar, noClamav, prepareEngine, signature, type TestEngine } from './support/clamav.ts'
import { scan } from './support/scan.ts'

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex')

for (const kind of ['clamscan', 'clamd'] as const) {
  suite(`a scan of what runs with ${kind}`, { skip: noClamav }, () => {
    let engine: TestEngine

    before(async () => {
      engine = await prepareEngine(kind)
    })

    after(() => engine.remove())

    for (const state of ['present', 'deleted']) {
      test(`finds it in the file that a running process was started from, ${state}, with the process`, async () => {
        const { directory, environment } = engine
        const program = join(directory, `sleeper-${state}`)
        copyFileSync('/bin/sleep', program)
        appendFileSync(program, eicar)
        chmodSync(program, 0o700)
        const content = readFileSync(program)
        const child = spawn(program, ['600'], { stdio: 'ignore' })
        try {
          await waitUntil('it runs', () => readFileSync(`/proc/${child.pid}/maps`, 'utf8').includes(program))
          if (state === 'deleted') rmSync(program)
          const report = await scan({ areas: ['memory'], environment })
          assert.deepEqual(report.findings, [
            {
              path: program,
              area: 'memory',
              signature,
              engine: 'ClamAV',
              sha256: sha256(content),
              size_bytes: content.length,
              process_ids: [child.pid],
            },
          ])
        } finally {
          child.kill('SIGKILL')
        }
      })
    }
  })
}
