import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { after, before, suite, type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { ScanReport } from '@muster/core/report/scan-report.ts'
import { ZipFile } from 'yazl'
import type { Volume } from '../../packages/agent/src/scan/areas/volumes.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { makeScratchDirectory } from '../support/scratch-directory.ts'
import { eicar, makeSignatures, noClamav, signature, startClamd } from './support/clamav.ts'
import { scan } from './support/scan.ts'

const isRoot = process.getuid?.() === 0
const nobody = 65534
const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')
const sparseBytes = 1900 * 1024 * 1024

for (const kind of ['clamscan', 'clamd'] as const) {
  suite(`a scan with ${kind}`, { skip: noClamav }, () => {
    let directory: string
    let environment: NodeJS.ProcessEnv
    const cleanUps: (() => Promise<void>)[] = []

    before(async () => {
      const scratch = await makeScratchDirectory()
      cleanUps.push(scratch.remove)
      directory = scratch.path
      const signatures = makeSignatures(directory)
      environment = { ...process.env, MUSTER_AGENT_CLAMD: 'none', MUSTER_AGENT_CLAMAV_DATABASE: signatures }
      if (kind === 'clamd') {
        const clamd = await startClamd(directory, signatures)
        cleanUps.unshift(clamd.stop)
        environment = { ...process.env, MUSTER_AGENT_CLAMD: clamd.socket, MUSTER_AGENT_CLAMSCAN: 'none' }
      }
    })

    after(async () => {
      for (const cleanUp of cleanUps) await cleanUp()
    })

    /** A directory with a file that is as it should be. */
    function makeFiles(name: string): string {
      const path = join(directory, name)
      mkdirSync(path)
      writeFileSync(join(path, 'harmless'), 'nothing to see here')
      return path
    }

    test('finds it in a file and in a ZIP, whatever they are called, and reports nothing else', async () => {
      const path = makeFiles('files')
      const zip = new ZipFile()
      zip.addBuffer(Buffer.from(eicar), 'inside.txt')
      zip.end()
      const contents = {
        plain: eicar,
        'in the middle: OK': `before${eicar}after`,
        'two\nlines': `${eicar}2`,
        'archive.zip': await buffer(zip.outputStream),
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
      const report = await asNobody(t, path, environment)
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

    test('finds it on a mounted loop volume, which is an additional one, and stays there', async (t) => {
      const point = join(directory, 'volume')
      const image = join(directory, 'image')
      mkdirSync(point)
      writeFileSync(image, '')
      truncateSync(image, 16 * 1024 * 1024)
      if (!canMount(t, image, point)) return
      try {
        writeFileSync(join(point, 'on the volume'), eicar)
        const inner = join(point, 'inner')
        mkdirSync(inner)
        execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', inner])
        try {
          writeFileSync(join(inner, 'on another'), eicar)
          const only = (points: string[]) => (volume: Volume) => points.includes(volume.point)
          const findingsOf = ({ findings }: ScanReport) => findings.map(({ path, area }) => [path, area])
          const outer = await scan({ areas: ['portable', 'additional'], environment, only: only(['/', point]) })
          assert.deepEqual(findingsOf(outer), [[join(point, 'on the volume'), 'additional']])
          assert.deepEqual(outer.skipped, [{ path: inner, reason: 'other_file_system' }])
          assert.deepEqual(
            outer.areas.map(({ area, note }) => [area, note]),
            [
              ['portable', 'There is no such volume.'],
              ['additional', undefined],
            ],
          )
          const both = await scan({ areas: ['additional'], environment, only: only(['/', point, inner]) })
          assert.deepEqual(findingsOf(both).sort(), [
            [join(inner, 'on another'), 'additional'],
            [join(point, 'on the volume'), 'additional'],
          ])
          const path = await scan({ areas: ['path'], path: point, environment })
          assert.deepEqual(findingsOf(path), [[join(point, 'on the volume'), 'path']])
          assert.deepEqual(path.skipped, [{ path: inner, reason: 'other_file_system' }])
        } finally {
          execFileSync('umount', [inner])
        }
      } finally {
        execFileSync('umount', [point])
      }
    })

    for (const state of ['present', 'deleted']) {
      test(`finds it in the file that a running process was started from, ${state}, with the process`, async () => {
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

    test('finds it in the boot record of a disk', async (t) => {
      const image = join(directory, 'disk')
      writeFileSync(image, eicar)
      truncateSync(image, 4 * 1024 * 1024)
      const device = attachLoop(t, image)
      if (device === undefined) return
      try {
        const report = await scan({ areas: ['boot'], environment })
        assert.deepEqual(
          report.findings.map(({ path, area }) => [path, area]),
          [[device, 'boot']],
        )
        assert.equal(report.findings[0]!.sha256, sha256(readFileSync(image).subarray(0, 1024 * 1024)))
      } finally {
        execFileSync('losetup', ['--detach', device])
      }
    })

    test('tells how far it is, up to the end', async () => {
      const path = makeFiles('many')
      for (let index = 0; index < 50; index += 1) writeFileSync(join(path, `file-${index}`), 'x'.repeat(index * 100))
      const said: number[] = []
      await scan({ areas: ['path'], path, environment, progress: (done) => void said.push(done) })
      assert.equal(said.length, 51)
      assert.ok(said.every((done, index) => index === 0 || done > said[index - 1]!))
      assert.equal(said.at(-1), 1)
    })

    test('a cancelled scan ends within five seconds, and its scanner with it', async () => {
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

/** Root can read everything, so that another user has to scan. */
async function asNobody(t: TestContext, path: string, environment: NodeJS.ProcessEnv): Promise<ScanReport | undefined> {
  if (!isRoot) return scan({ areas: ['path'], path, environment })
  const program = fileURLToPath(new URL('support/print-report.ts', import.meta.url))
  const setpriv = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups']
  try {
    execFileSync('setpriv', [...setpriv, 'test', '-r', program])
  } catch {
    t.skip('this checkout is in a place that the user nobody cannot read')
    return undefined
  }
  const env = { ...environment, TMPDIR: '/tmp' }
  return JSON.parse(execFileSync('setpriv', [...setpriv, process.execPath, program, path], { env, encoding: 'utf8' }))
}

function canMount(t: TestContext, image: string, point: string): boolean {
  try {
    execFileSync('mkfs.ext4', ['-q', image], {
      stdio: 'ignore',
      env: { ...process.env, PATH: `${process.env.PATH}:/sbin:/usr/sbin` },
    })
    execFileSync('mount', ['-o', 'loop', image, point], { stdio: 'ignore' })
    return true
  } catch {
    t.skip('volumes cannot be mounted here')
    return false
  }
}

function attachLoop(t: TestContext, image: string): string | undefined {
  try {
    return execFileSync('losetup', ['--find', '--show', image], { encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    t.skip('loop devices cannot be made here')
    return undefined
  }
}

/** Of this process. */
function childrenNamed(name: string): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && existsSync(`/proc/${entry}/stat`))
    .filter((id) => {
      try {
        const stat = readFileSync(`/proc/${id}/stat`, 'utf8')
        return stat.includes(`(${name})`) && stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] === String(process.pid)
      } catch {
        return false
      }
    })
    .map(Number)
}
