import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createReleaseFileReader, findReleaseFileFault, releaseMark } from './release-file.ts'

function read(...pieces: Uint8Array[]) {
  const reader = createReleaseFileReader()
  for (const piece of pieces) reader.add(piece)
  return reader.facts()
}

/** 256 bytes with numbers at places. */
function header(write: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(256)
  write(new DataView(bytes.buffer))
  return bytes
}
const elf = (machine: number) =>
  header((view) => {
    view.setUint32(0, 0x7f454c46)
    view.setUint16(18, machine, true)
  })

test('the mark is found wherever the file was cut', () => {
  const text = Buffer.from(`\xff\x00…${releaseMark('1.4.0-rc.1+b')}…`)
  const pieces = [...text].map((byte) => Uint8Array.of(byte))
  assert.equal(read(...pieces).version, '1.4.0-rc.1+b')
  assert.equal(read(new Uint8Array(300), text, new Uint8Array(300)).version, '1.4.0-rc.1+b')
  for (let cut = 0; cut < text.length; cut += 1) {
    assert.equal(read(text.subarray(0, cut), text.subarray(cut)).version, '1.4.0-rc.1+b')
  }
  assert.deepEqual(read(Buffer.from('muster-agent-release:; muster-agent-release')), {
    version: undefined,
    platform: undefined,
  })
})

test('executables of all platforms are told apart, and what is none is unknown', () => {
  const mach = (cpu: number) =>
    header((view) => {
      view.setUint32(0, 0xfeedfacf, true)
      view.setUint32(4, cpu, true)
    })
  const windows = (machine: number, at = 128) =>
    header((view) => {
      view.setUint16(0, 0x4d5a)
      view.setUint32(60, at, true)
      if (at < 200) view.setUint32(at, 0x50450000)
      if (at < 200) view.setUint16(at + 4, machine, true)
    })
  const platforms = [elf(0x3e), elf(0xb7), elf(8), mach(0x01000007), mach(0x0100000c), windows(0x8664), windows(0xaa64)]
  assert.deepEqual(
    platforms.map((bytes) => read(bytes).platform),
    ['linux-x64', 'linux-arm64', 'linux-machine-8', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64'],
  )
  for (const bytes of [windows(1, 2 ** 31), new Uint8Array(256), elf(0x3e).subarray(0, 20), new Uint8Array()]) {
    assert.equal(read(bytes).platform, undefined)
  }
  assert.equal(read(readFileSync(process.execPath).subarray(0, 4096)).platform, `${process.platform}-${process.arch}`)
})

test('only what a file says otherwise of itself is a fault', () => {
  const said = { version: '1.4.0', platform: 'linux-x64' }
  assert.equal(findReleaseFileFault({ version: undefined, platform: undefined }, said), undefined)
  assert.equal(findReleaseFileFault(said, said), undefined)
  assert.equal(findReleaseFileFault({ ...said, version: '1.3.0' }, said)?.field, 'version')
  assert.equal(findReleaseFileFault({ ...said, platform: 'linux-arm64' }, said)?.field, 'platform')
})
