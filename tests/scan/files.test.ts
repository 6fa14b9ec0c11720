import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { ScanReport } from '@muster/core/report/scan-report.ts'
import { writeBundle } from '../../packages/agent/src/report/bundle.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { makeScratchDirectory } from '../support/scratch-directory.ts'
import { childrenNamed } from './support/children.ts'
import { eicar, noClamav, prepareEngine, signature, type TestEngine } from './support/clamav.ts'
import { scan } from './support/scan.ts'

const isRoot = process.getuid?.() === 0
const nobody = 65534
const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')
const sparseBytes = 1900 * 1024 * 1024

for (const kind of ['clamscan', 'clamd'] as const) {
  suite(`a scan of files with ${kind}`, { skip: noClamav }, () => {
    let engine: TestEngine

    before(async () => {
      engine = await prepareEngine(kind)
    })

    after(() => engine.remove())

    /** A directory with a file that is as it should be. */
    function makeFiles(name: string): string {
      const path = join(engine.directory, name)
      mkdirSync(path)
      writeFileSync(join(path, 'harmless'), 'nothing to see here')
      return path
    }

    test('finds it in a file and in a ZIP, whatever they are called, and reports nothing else', async () => {
      const { environment } = engine
      const path = makeFiles('files')
      const zip = join(path, 'archive.zip')
      await writeBundle(zip, [{ name: 'inside.txt', content: Buffer.from(eicar) }], {
        now: new Date(),
        timeRange: null,
      })
      const contents = {
        plain: eicar,
        'in the middle: OK': `before${eicar}after`,
        'two\nlines': `${eicar}2`,
        'archive.zip': readFileSync(zip),
      }
      for (const [name, content] of Object.entries(contents)) writeFileSync(join(path, name), content)
      writeFileSync(Buffer.concat([Buffer.from(`${path}/no utf-8 `), Buffer.from([0xff])]), `${eicar}3`)
      writeFileSync(join(path, 'empty'), '')
      const report = await scan({ areas: ['path'], path, environment })

      const expected = [...Object.entries(contents), ['no utf-8 \ufffd', `${eicar}3`] as const].map(
        ([name, content]) => ({
          path: join(path, name),
          area: 'path',
          signature,
          engine: 'ClamAV',
          sha256: sha256(content),
          size_bytes: Buffer.byteLength(content),
        }),
      )
      assert.deepEqual(
        byPath(report),
        expected.sort((a, b) => (a.path < b.path ? -1 : 1)),
      )
      assert.equal(report.engine.name, `ClamAV ${kind}`)
      assert.match(report.engine.version, /^\d+\.\d+/)
      const bytes = expected.reduce((sum, { size_bytes }) => sum + size_bytes, 0) + 'nothing to see here'.length
      assert.deepEqual(report.areas, [{ area: 'path', files: expected.length + 2, bytes, skipped: 0 }])
    })

    test('follows no link out, and counts what it did not look into with the reason', async (t) => {
      const { directory, environment } = engine
      const path = makeFiles('passed-over')
      const outside = makeFiles('outside')
      writeFileSync(join(outside, 'found by nobody'), eicar)
      symlinkSync(outside, join(path, 'link to a directory'))
      symlinkSync(join(outside, 'found by nobody'), join(path, 'link to a file'))
      execFileSync('mkfifo', [join(path, 'pipe')])
      writeFileSync(join(path, 'huge'), '')
      truncateSync(join(path, 'huge'), sparseBytes * 2)
      mkdirSync(join(path, 'closed'))
      writeFileSync(join(path, 'closed', 'never seen'), eicar)
      writeFileSync(join(path, 'secret'), eicar)
      chmodSync(join(path, 'secret'), 0)
      chmodSync(join(path, 'closed'), 0)
      for (const one of [directory, path, join(directory, 'signatures')]) chmodSync(one, 0o755)
      const report = await asNobody(t, { path, environment })
      if (report === undefined) return
      assert.deepEqual(report.findings, [])
      assert.deepEqual(report.skipped_by_reason, { unreadable: 2, not_regular: 1, too_large: 1 })
      assert.deepEqual(report.skipped.map((one) => [one.path, one.reason]).sort(), [
        [join(path, 'closed'), 'unreadable'],
        [join(path, 'huge'), 'too_large'],
        [join(path, 'pipe'), 'not_regular'],
        [join(path, 'secret'), 'unreadable'],
      ])
      assert.equal(report.areas[0]!.skipped, 4)
      assert.equal(report.files, 1)
    })

    test('an agent that is not root, with the rights of its systemd unit, scans what only root may read', async (t) => {
      const { directory, environment } = engine
      const path = makeFiles('private')
      writeFileSync(join(path, 'secret'), eicar)
      chmodSync(join(path, 'secret'), 0)
      chmodSync(path, 0)
      for (const one of [directory, join(directory, 'signatures')]) chmodSync(one, 0o755)
      const rights = ['--inh-caps', '--ambient-caps'].map((option) => `${option}=+dac_read_search`)
      const report = await asNobody(t, { path, environment, rights: [...rights, '--securebits=+no_setuid_fixup'] })
      if (report === undefined) return
      assert.deepEqual(
        report.findings.map((found) => found.path),
        [join(path, 'secret')],
      )
      assert.deepEqual(report.skipped, [])
    })

    test('tells how far it is, up to the end', async () => {
      const { environment } = engine
      const path = makeFiles('many')
      for (let index = 0; index < 50; index += 1) writeFileSync(join(path, `file-${index}`), 'x'.repeat(index * 100))
      const said: number[] = []
      await scan({ areas: ['path'], path, environment, progress: (done) => void said.push(done) })
      assert.equal(said.length, 51)
      assert.ok(said.every((done, index) => index === 0 || done > said[index - 1]!))
      assert.equal(said.at(-1), 1)
    })

    test('a cancelled scan ends within five seconds, and its scanner with it', async () => {
      const { environment } = engine
      const path = makeFiles('long')
      for (const name of ['a', 'b', 'c']) {
        writeFileSync(join(path, name), '')
        truncateSync(join(path, name), kind === 'clamd' ? 20 * 1024 * 1024 : sparseBytes)
      }
      const abort = new AbortController()
      const ended = scan({ areas: ['path'], path, environment, signal: abort.signal })
      if (kind === 'clamscan') await waitUntil('clamscan runs', () => childrenNamed('clamscan').length > 0)
      const began = Date.now()
      abort.abort(new Error('called off'))
      await assert.rejects(ended, /called off/)
      assert.ok(Date.now() - began < 5000)
      await waitUntil('no clamscan is left', () => childrenNamed('clamscan').length === 0, 5)
    })

    test('a path that is not there, or not absolute, is an error that names it', async () => {
      const { environment } = engine
      await assert.rejects(scan({ areas: ['path'], path: '/no/such/path', environment }), {
        reason: 'agent_error',
        message: 'There is no such path on this device: /no/such/path',
      })
      await assert.rejects(scan({ areas: ['path'], path: 'here', environment }), /not an absolute one: here/)
    })
  })
}

test('a scanner without signatures is none', { skip: noClamav }, async () => {
  const scratch = await makeScratchDirectory()
  try {
    const environment = { ...process.env, MUSTER_AGENT_CLAMD: 'none', MUSTER_AGENT_CLAMAV_DATABASE: scratch.path }
    await assert.rejects(scan({ areas: ['path'], path: scratch.path, environment }), /no engine/)
    writeFileSync(join(scratch.path, 'damaged.ndb'), 'this is no signature')
    await assert.rejects(scan({ areas: ['path'], path: scratch.path, environment }), { reason: 'no_engine' })
  } finally {
    await scratch.remove()
  }
})

function byPath({ findings }: ScanReport): ScanReport['findings'] {
  return findings.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** Root can read everything, so that another user has to scan; with these rights beside its own. */
async function asNobody(
  t: TestContext,
  { path, environment, rights = [] }: { path: string; environment: NodeJS.ProcessEnv; rights?: string[] },
): Promise<ScanReport | undefined> {
  if (!isRoot) {
    if (rights.length === 0) return scan({ areas: ['path'], path, environment })
    t.skip('only root can give away rights')
    return undefined
  }
  const program = fileURLToPath(new URL('support/print-report.ts', import.meta.url))
  const setpriv = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', ...rights]
  try {
    execFileSync('setpriv', [...setpriv, 'test', '-r', program])
  } catch {
    t.skip('this checkout is in a place that the user nobody cannot read')
    return undefined
  }
  const env = { ...environment, TMPDIR: '/tmp' }
  return JSON.parse(execFileSync('setpriv', [...setpriv, process.execPath, program, path], { env, encoding: 'utf8' }))
}
