import assert from 'node:assert/strict'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { makeScratchDirectory } from '../../../../../tests/support/scratch-directory.ts'
import { handedOverDirectory, readOpenQuestions } from '../open-questions.ts'
import { findDesktops, showByNotifySend } from './notify-send.ts'

const open = {
  command_id: 'c'.repeat(43),
  link: `http://127.0.0.1:40000/${'t'.repeat(43)}`,
  asked_at: '2026-01-01T00:00:00.000Z',
  pid: process.pid,
}
const notice = { title: 'Example asks who uses this device', text: 'To know <b> whom to call.', open }
/** Root can be anybody; others are themselves. */
const uid = process.getuid!() === 0 ? 12_345 : process.getuid!()

let scratch: Awaited<ReturnType<typeof makeScratchDirectory>>
let root: string
let home: string
let bus: Server
const path = process.env.PATH

beforeEach(async () => {
  scratch = await makeScratchDirectory()
  root = join(scratch.path, 'run')
  home = join(root, String(uid))
  mkdirSync(home, { recursive: true })
  chmodSync(home, 0o700)
  chownSync(home, uid, process.getuid!() === 0 ? uid : process.getgid!())
  bus = createServer()
  await new Promise<void>((resolve) => bus.listen(join(home, 'bus'), resolve))
})

afterEach(async () => {
  process.env.PATH = path
  await new Promise((resolve) => bus.close(resolve))
  await scratch.remove()
})

/** Stands where `notify-send` would, and writes down what it was called with, and by whom. */
function installNotifier(exitCode = 0): void {
  const bin = join(scratch.path, 'bin')
  mkdirSync(bin)
  writeFileSync(
    join(bin, 'notify-send'),
    `#!/bin/sh\n{ id -u; echo "$DBUS_SESSION_BUS_ADDRESS"; for word; do echo "$word"; done; } > "$XDG_RUNTIME_DIR/told"\nexit ${exitCode}\n`,
    { mode: 0o755 },
  )
  process.env.PATH = `${bin}:${path}`
}

const handedOver = (ending: string) => join(home, handedOverDirectory, `${open.command_id}.${ending}`)

test('a user with a session bus is told by notify-send, run as that user, and the link is on no command line', async () => {
  installNotifier()
  const shown = await showByNotifySend(notice, { root })
  assert.deepEqual(shown.to, [`uid ${uid}`])
  const [teller, address, ...words] = readFileSync(join(home, 'told'), 'utf8').trim().split('\n')
  assert.deepEqual([teller, address], [String(uid), `unix:path=${join(home, 'bus')}`])
  const said = words.join('\n')
  assert.match(said, /Example asks who uses this device\nTo know &#60;b&#62; whom to call\.\nOpen file:\/\//)
  assert.ok(said.includes(handedOver('html')))
  assert.doesNotMatch(said, /t{43}|127\.0\.0\.1/)
})

test('the link is handed over in files that only the user may read, and taken back at the end', async () => {
  installNotifier()
  const shown = await showByNotifySend(notice, { root })
  for (const ending of ['html', 'json']) {
    const { mode, uid: owner } = statSync(handedOver(ending))
    assert.deepEqual([mode & 0o777, owner], [0o600, uid])
    assert.ok(readFileSync(handedOver(ending), 'utf8').includes(open.link))
  }
  assert.deepEqual(readOpenQuestions([join(home, handedOverDirectory)]), [open])
  await shown.withdraw()
  for (const ending of ['html', 'json']) assert.equal(existsSync(handedOver(ending)), false)
})

test('where notify-send fails or is not there, nobody counts as told, and no file stays', async () => {
  const bin = join(scratch.path, 'bare')
  mkdirSync(bin)
  for (const name of ['dirname', 'mkdir', 'cat', 'mv']) {
    writeFileSync(join(bin, name), `#!/bin/sh\nexec /bin/${name} "$@"\n`, { mode: 0o755 })
  }
  process.env.PATH = bin
  assert.deepEqual((await showByNotifySend(notice, { root })).to, [])
  process.env.PATH = path
  installNotifier(1)
  assert.deepEqual((await showByNotifySend(notice, { root })).to, [])
  assert.equal(existsSync(join(home, 'told')), true)
  for (const ending of ['html', 'json']) assert.equal(existsSync(handedOver(ending)), false)
})

test('a directory without a bus, of another owner, or of no user’s number is no desktop', () => {
  assert.deepEqual(
    findDesktops(root).map((desktop) => desktop.uid),
    [uid],
  )
  for (const name of ['no-number', String(uid + 1)]) mkdirSync(join(root, name))
  assert.equal(findDesktops(root).length, 1)
  assert.deepEqual(findDesktops(join(root, 'nothing-here')), [])
})
