import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { ScanItem } from '../scan-item.ts'
import { writeScanList } from '../scan-list.ts'
import { openClamscan } from './clamscan.ts'

const directory = mkdtempSync(join(tmpdir(), 'muster-clamscan-'))
after(() => rmSync(directory, { recursive: true }))

/** A program that goes through its list as clamscan does, and does what it is told at each file. */
async function scanWith(atEach: string, names: readonly string[]): Promise<string[]> {
  const path = join(directory, 'fake-clamscan')
  const script = `#!/bin/sh
for word; do case $word in --version) echo 'ClamAV 1.4.3'; exit;; --file-list=*) list=\${word#*=};; esac; done
while read -r file; do ${atEach}; echo "$file: OK"; done <"$list"
`
  writeFileSync(path, script)
  chmodSync(path, 0o700)
  const items = names.map((name): ScanItem => {
    writeFileSync(join(directory, name), name)
    return { area: 'path', path: join(directory, name), size: name.length }
  })
  const engine = await openClamscan({ path })
  const list = await writeScanList(
    join(directory, 'items'),
    (async function* () {
      yield* items
    })(),
  )
  const verdicts: string[] = []
  for await (const verdict of engine.scan(list, { work: directory, signal: new AbortController().signal })) {
    const { item, outcome } = verdict
    verdicts.push(`${item.path.slice(directory.length + 1)} ${outcome === 'skipped' ? verdict.reason : outcome}`)
  }
  return verdicts
}

test('a file that crashes clamscan is passed over, and those behind it are scanned', async () => {
  assert.deepEqual(
    await scanWith('case $file in *poison*) kill -SEGV $$;; esac', ['a', 'poison-1', 'b', 'poison-2', 'c']),
    ['a clean', 'poison-1 engine_error', 'b clean', 'poison-2 engine_error', 'c clean'],
  )
})

test('a clamscan that crashes at every file ends the scan', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `file-${index}`)
  await assert.rejects(scanWith('kill -SEGV $$', names), { reason: 'agent_error', message: /crashed again and again/ })
})

test('a clamscan that does not come to its first file is no scanner, and says why', async () => {
  await assert.rejects(scanWith("echo 'ERROR: no signatures' >&2; exit 2", ['a']), {
    reason: 'no_engine',
    message: /no signatures/,
  })
})

test('clamscan gives way to other programs', async () => {
  const verdicts = await scanWith('[ "$(nice)" -ge 10 ] || exit 1', ['a'])
  assert.deepEqual(verdicts, ['a clean'])
})
