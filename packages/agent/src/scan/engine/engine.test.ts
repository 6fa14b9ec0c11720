import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { ScanItem, Verdict } from '../scan-item.ts'
import { writeScanList } from '../scan-list.ts'
import { askClamd } from './ask-clamd.ts'
import { answersPing, openClamd } from './clamd.ts'
import { listClamdTargets, readAddress, readConfiguration } from './clamd-configuration.ts'
import { findClamscan } from './clamscan-program.ts'
import { readEngineVersion } from './engine-version.ts'
import { matchVerdicts, type NamedItem } from './match-verdicts.ts'
import { readOutcome } from './signature-outcome.ts'

const directory = mkdtempSync(join(tmpdir(), 'muster-engine-'))
after(() => rmSync(directory, { recursive: true }))

function makeItem(name: string, content = 'content'): ScanItem {
  const path = join(directory, name)
  writeFileSync(path, content)
  return { area: 'path', path, size: content.length }
}

test('the version tells the engine, and its signatures and their age where there is an official database', () => {
  const facts = readEngineVersion('ClamAV clamd', 'ClamAV 1.4.3/27700/Mon Jul 14 08:35:38 2025\n')
  assert.deepEqual(facts, {
    name: 'ClamAV clamd',
    version: '1.4.3',
    database_version: '27700',
    database_built_at: new Date(2025, 6, 14, 8, 35, 38).getTime() / 1000,
  })
  const own = readEngineVersion('ClamAV clamscan', 'ClamAV 1.4.6\n')
  assert.deepEqual([own.version, own.database_version, own.database_built_at], ['1.4.6', null, null])
})

test('a limit of the engine is no malware, and what is no verdict is none', () => {
  const table = [
    ['OK', { outcome: 'clean' }],
    ['Empty file', { outcome: 'clean' }],
    ['Access denied', { outcome: 'skipped', reason: 'unreadable' }],
    ['Win.Test-1 FOUND', { outcome: 'found', signature: 'Win.Test-1' }],
    [`Win.Test-1(${'a'.repeat(32)}:68) FOUND`, { outcome: 'found', signature: 'Win.Test-1' }],
    ['Heuristics.Limits.Exceeded.MaxFileSize FOUND', { outcome: 'skipped', reason: 'too_large' }],
    ['INSTREAM size limit exceeded. ERROR', { outcome: 'skipped', reason: 'too_large' }],
    ["Can't allocate memory ERROR", { outcome: 'skipped', reason: 'engine_error' }],
    ['OK: OK', undefined],
    ['Loading signatures', undefined],
  ] as const
  for (const [text, outcome] of table) assert.deepEqual(readOutcome(text), outcome, text)
})

test('a clamd is looked for where its configuration says, and nowhere where the agent is told so', async () => {
  const text = `# LocalSocket /wrong\nLocalSocket /run/clamav/clamd.ctl\nTCPSocket 3310\nTCPAddr 0.0.0.0
StreamMaxLength 25M\nMaxFileSize 100M\n`
  assert.deepEqual(readConfiguration(text), [
    { address: { path: '/run/clamav/clamd.ctl' }, bytesMax: 25 * 1024 * 1024 },
  ])
  // Where any user of the machine may listen, or where the machine ends, no file is sent unasked.
  assert.deepEqual(readConfiguration('TCPSocket 3310\nTCPAddr scanner.example\n'), [])
  assert.deepEqual(readConfiguration('LocalSocket /tmp/clamd.ctl\n'), [])
  assert.deepEqual(readConfiguration('StreamMaxLength 0\nLocalSocket /a\n'), [{ address: { path: '/a' } }])
  assert.deepEqual(readConfiguration(''), [])
  assert.deepEqual(readAddress('[::1]:3310'), { host: '::1', port: 3310 })
  assert.deepEqual(await listClamdTargets({ MUSTER_AGENT_CLAMD: '/a/b' }), [{ address: { path: '/a/b' } }])
  assert.deepEqual(await listClamdTargets({ MUSTER_AGENT_CLAMD: 'none' }), [])
  assert.equal(await findClamscan({ MUSTER_AGENT_CLAMSCAN: 'none' }), undefined)
  assert.equal(await findClamscan({ MUSTER_AGENT_CLAMSCAN: join(directory, 'nothing') }), undefined)
})

/** A clamd that answers each connection as it is told. */
async function startFakeClamd(answer: (heard: Buffer, socket: Socket) => void) {
  const path = join(directory, `clamd-${Math.random()}.sock`)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    let heard = Buffer.alloc(0)
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (part) => {
      heard = Buffer.concat([heard, part])
      answer(heard, socket)
    })
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return {
    address: { path },
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const instream = 'zINSTREAM\0'

/** The pieces behind the command; undefined until the empty one ends them. */
function readStream(heard: Buffer): string | undefined {
  let content = ''
  for (let offset = instream.length; offset + 4 <= heard.length; ) {
    const length = heard.readUInt32BE(offset)
    if (length === 0) return content
    content += heard.subarray(offset + 4, offset + 4 + length).toString()
    offset += 4 + length
  }
  return undefined
}

async function verdictsOf(address: { path: string }, items: ScanItem[], signal = new AbortController().signal) {
  const engine = await openClamd({ address, bytesMax: 1_000_000 })
  const list = await writeScanList(
    join(directory, 'list'),
    (async function* () {
      yield* items
    })(),
  )
  const verdicts: Verdict[] = []
  for await (const verdict of engine.scan(list, { work: directory, signal })) verdicts.push(verdict)
  return verdicts.map(({ item: _, ...verdict }) => verdict)
}

test('a file reaches clamd in pieces, and its answer is believed however it is cut', async () => {
  const large = 'x'.repeat(700_000)
  const clamd = await startFakeClamd((heard, socket) => {
    if (heard.equals(Buffer.from('zPING\0'))) return socket.end('PONG\0')
    if (heard.equals(Buffer.from('zVERSION\0'))) return socket.end('ClamAV 1.4.3\0')
    const content = readStream(heard)
    if (content === undefined) return
    socket.write('stream: ')
    socket.end(content === large ? 'Large.One FOUND\0' : 'OK\0')
  })
  try {
    assert.ok(await answersPing({ address: clamd.address }))
    assert.ok(!(await answersPing({ address: { path: join(directory, 'nobody') } })))
    const items = [makeItem('small'), makeItem('large', large), { ...makeItem('huge'), size: 2_000_000 }]
    assert.deepEqual(await verdictsOf(clamd.address, items), [
      { outcome: 'clean' },
      { outcome: 'found', signature: 'Large.One' },
      { outcome: 'skipped', reason: 'too_large' },
    ])
  } finally {
    await clamd.stop()
  }
})

test('a clamd that has enough in the middle of a file is believed, and the next file is scanned', async () => {
  const clamd = await startFakeClamd((heard, socket) => {
    if (heard.equals(Buffer.from('zVERSION\0'))) return socket.end('ClamAV 1.4.3\0')
    if (heard.equals(Buffer.from('zPING\0'))) return socket.end('PONG\0')
    if (heard.length > 100_000) {
      socket.write('INSTREAM size limit exceeded. ERROR\0', () => socket.destroy())
      return
    }
    if (readStream(heard) !== undefined) socket.end('stream: OK\0')
  })
  try {
    assert.deepEqual(await verdictsOf(clamd.address, [makeItem('big', 'x'.repeat(900_000)), makeItem('next')]), [
      { outcome: 'skipped', reason: 'too_large' },
      { outcome: 'clean' },
    ])
  } finally {
    await clamd.stop()
  }
})

test('a clamd that hangs up costs one file, one that is gone ends the scan, and one that hangs can be cancelled', async () => {
  let mode: 'hang up' | 'answer' | 'hang' = 'hang up'
  const clamd = await startFakeClamd((heard, socket) => {
    if (heard.equals(Buffer.from('zVERSION\0'))) return socket.end('ClamAV 1.4.3\0')
    if (mode === 'hang') return
    if (mode === 'hang up') return socket.destroy()
    if (readStream(heard) !== undefined) socket.end('stream: OK\0')
  })
  try {
    const items = [makeItem('one'), makeItem('two'), makeItem('three')]
    await assert.rejects(verdictsOf(clamd.address, items), { reason: 'no_engine' })
    const once = verdictsOf(clamd.address, items.slice(0, 2))
    assert.deepEqual(await once, Array(2).fill({ outcome: 'skipped', reason: 'engine_error' }))
    mode = 'hang'
    const abort = new AbortController()
    const hanging = verdictsOf(clamd.address, items, abort.signal)
    setImmediate(() => abort.abort(new Error('called off')))
    await assert.rejects(hanging, /called off/)
    const silence = askClamd(clamd.address, { command: 'PING', silenceMilliseconds: 20 })
    await assert.rejects(silence, /does not answer/)
  } finally {
    await clamd.stop()
  }
})

async function match(names: readonly string[], lines: readonly string[]) {
  const left: NamedItem[] = []
  const verdicts: string[] = []
  const items = (async function* () {
    for (const path of names) yield { item: { area: 'path', path, size: 1 } as const, name: path }
  })()
  const output = (async function* () {
    yield* lines
  })()
  for await (const { item, ...verdict } of matchVerdicts(items, output, left)) {
    verdicts.push(`${item.path.slice(directory.length + 1)} ${Object.values(verdict).join(' ')}`)
  }
  return { verdicts, left: left.map(({ item }) => item.path.slice(directory.length + 1)) }
}

test('lines of clamscan find their files: by name, past files that are gone, past noise; the rest is left', async () => {
  const there = ['a', 'a: OK', 'b', 'c', 'last'].map((name) => makeItem(name).path)
  const gone = Array.from({ length: 200 }, (_, index) => join(directory, `gone-${index}`))
  const [a, aOk, b, c, last] = there as [string, string, string, string, string]
  const { verdicts, left } = await match(
    [a, aOk, ...gone, b, c, last],
    [`${a}: OK`, 'LibClamAV Warning: something', `${aOk}: Test FOUND`, `/not/ours: OK`, `${c}: OK`],
  )
  assert.deepEqual(
    verdicts.filter((text) => !text.startsWith('gone-')),
    ['a clean', 'a: OK found Test', 'b skipped engine_error', 'c clean'],
  )
  assert.equal(verdicts.filter((text) => /^gone-\d+ skipped vanished$/.test(text)).length, 200)
  assert.deepEqual(left, ['last'])
})
