import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, type TestContext, test } from 'node:test'
import type { ScanReport } from '@muster/core/report/scan-report.ts'
import type { Volume } from '../../packages/agent/src/scan/areas/volumes.ts'
import { eicar, noClamav, prepareEngine, type TestEngine } from './support/clamav.ts'
import { scan } from './support/scan.ts'

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex')

for (const kind of ['clamscan', 'clamd'] as const) {
  suite(`a scan of volumes and disks with ${kind}`, { skip: noClamav }, () => {
    let engine: TestEngine

    before(async () => {
      engine = await prepareEngine(kind)
    })

    after(() => engine.remove())

    test('finds it on a mounted loop volume, which is an additional one, and stays there', async (t) => {
      const { directory, environment } = engine
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

    test('finds it in the boot record of a disk', async (t) => {
      const { directory, environment } = engine
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
  })
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
