import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type AgentServer, startAgentServer } from '../fleet/support/agent-server.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { makeScratchDirectory } from '../support/scratch-directory.ts'
import { type Desktops, makeDesktops, missingForDesktops } from './support/desktops.ts'
import { buildAgent } from './support/executables.ts'
import { type NotificationService, serveNotifications } from './support/notification-service.ts'

const [agentUid, ada, eve] = [64_001, 64_002, 64_003]
const skip = missingForDesktops() ?? false
let scratch: Awaited<ReturnType<typeof makeScratchDirectory>>
let desktops: Desktops
let server: AgentServer
let desktop: NotificationService | undefined
let program: string
let agentEnvironment: Record<string, string>

before(async () => {
  if (skip) return
  scratch = await makeScratchDirectory()
  chmodSync(scratch.path, 0o755)
  program = join(scratch.path, 'muster-agent')
  copyFileSync(await buildAgent('1.0.0'), program)
  chmodSync(program, 0o755)
  const state = join(scratch.path, 'state')
  mkdirSync(state)
  chownSync(state, agentUid, agentUid)
  agentEnvironment = { MUSTER_AGENT_STATE_DIR: state, PATH: `${makeLogind()}:${process.env.PATH}` }
  server = await startAgentServer()
  desktops = await makeDesktops([agentUid, ada, eve])
})

after(async () => {
  if (skip) return
  desktop?.close()
  await desktops.remove()
  await server.close()
  await scratch.remove()
})

/** Stands where logind would: Ada is at the desk, Eve is logged in from elsewhere. */
function makeLogind(): string {
  const bin = join(scratch.path, 'bin')
  mkdirSync(bin)
  const shown = `User=${ada}\nType=wayland\nClass=user\nActive=yes\nSeat=seat0\n\nUser=${eve}\nType=tty\nClass=user\nActive=yes\nSeat=\n`
  const script = `#!/bin/sh\ncase "$*" in *list-sessions*) echo "2 ${ada} ada seat0"; echo "5 ${eve} eve -";; *) cat <<END\n${shown}END\nesac\n`
  writeFileSync(join(bin, 'loginctl'), script, { mode: 0o755 })
  return bin
}

const sessionOf = (uid: number) => ({
  XDG_RUNTIME_DIR: `/run/user/${uid}`,
  DBUS_SESSION_BUS_ADDRESS: `unix:path=/run/user/${uid}/bus`,
})
const handedOver = (uid: number) => desktops.see(`/run/user/${uid}/muster-agent`)
const startAgent = () => desktops.start([...desktops.hardened(agentUid), program, 'run'], agentEnvironment)

async function startAsActivated(uid: number): Promise<void> {
  mkdirSync(handedOver(uid), { mode: 0o700 })
  chownSync(handedOver(uid), uid, uid)
  const path = `/run/user/${uid}/muster-agent/notify.sock`
  const passed = Object.keys(sessionOf(uid)).map((name) => `--setenv=${name}`)
  const activate = ['systemd-socket-activate', `--listen=${path}`, ...passed, '--setenv=HOME', program, 'notify']
  desktops.start([...desktops.as(uid), ...activate], sessionOf(uid))
  await waitUntil('its socket is there', () => existsSync(desktops.see(path)))
  // SocketMode of the unit.
  chmodSync(desktops.see(path), 0o666)
}

function run(words: readonly string[], env: Record<string, string>) {
  return new Promise<{ code: number; output: string }>((resolve) => {
    execFile(
      words[0]!,
      words.slice(1),
      { env: { PATH: process.env.PATH, HOME: '/', ...env } },
      (error, output, errors) => resolve({ code: error ? Number(error.code ?? 1) : 0, output: output + errors }),
    )
  })
}

test('the user at the desk is shown what a hardened agent asks, also who signs in later; nobody else gets the link', {
  skip,
}, async () => {
  const asAgent = desktops.hardened(agentUid)
  const enrol = ['enrol', '--server', server.base, '--token', await server.makeToken()]
  const enrolled = await run([...asAgent, program, ...enrol], agentEnvironment)
  assert.equal(enrolled.code, 0, enrolled.output)
  const deviceId = /Enrolled as ([^,]+),/.exec(enrolled.output)![1]!

  // Eve listens where a helper would, and hears nothing.
  await desktops.signIn(eve)
  const heard = join(scratch.path, 'heard')
  writeFileSync(heard, '')
  chownSync(heard, eve, eve)
  const listen = `const { mkdirSync, chmodSync, writeFileSync } = require('node:fs'); mkdirSync('/run/user/${eve}/muster-agent')
    const path = '/run/user/${eve}/muster-agent/notify.sock'
    require('node:net').createServer((socket) => writeFileSync('${heard}', 'somebody came')).listen(path, () => chmodSync(path, 0o666))`
  desktops.start([...desktops.as(eve), process.execPath, '-e', listen])
  await waitUntil('Eve listens', () => readdirSync(desktops.see(`/run/user/${eve}`)).length > 0)

  const agent = startAgent()
  await waitUntil('the agent is online', () => server.isOnline(deviceId))
  const { actionId } = await server.act('re-identify', [deviceId])
  await waitUntil('it asks', async () => (await server.commands(actionId))[0]!.state === 'running')

  await desktops.signIn(ada)
  desktop = await serveNotifications(await desktops.startBus(ada))
  const { shown, takenBack } = desktop
  // As the user unit has it: systemd listens, and starts the helper when somebody comes.
  await startAsActivated(ada)
  await waitUntil('it is shown', () => shown.length === 1)
  const page = readdirSync(handedOver(ada)).find((name) => name.endsWith('.html'))!
  assert.match(shown[0]!.title, /asks who uses this device/)
  assert.ok(shown[0]!.body.includes(`/run/user/${ada}/muster-agent/${page}`), shown[0]!.body)
  assert.doesNotMatch(shown[0]!.body, /127\.0\.0\.1/)
  assert.match(readFileSync(join(handedOver(ada), page), 'utf8'), /http:\/\/127\.0\.0\.1:\d+\//)
  for (const name of readdirSync(handedOver(ada)).filter((one) => one !== 'notify.sock')) {
    const { uid, mode } = statSync(join(handedOver(ada), name))
    assert.deepEqual([uid, mode & 0o777], [ada, 0o600], name)
  }
  const linkOfEve = await run([...desktops.as(eve), program, 'identify', '--link'], sessionOf(eve))
  assert.match(linkOfEve.output, /Nothing is asked/)

  // What an agent that dies has asked is taken back; started again, it asks again.
  agent.kill('SIGKILL')
  await waitUntil('it is taken back', () => takenBack.includes(1) && readdirSync(handedOver(ada)).length === 1)
  startAgent()
  await waitUntil('it is shown again', () => shown.length === 2)
  const answered = await run([...desktops.as(ada), program, 'identify', '--answer', 'name=Ada'], sessionOf(ada))
  assert.equal(answered.code, 0, answered.output)
  await waitUntil('it has succeeded', async () => (await server.commands(actionId))[0]!.state === 'succeeded')
  await waitUntil('it is taken back', () => takenBack.includes(2) && readdirSync(handedOver(ada)).length === 1)
  assert.equal(readFileSync(heard, 'utf8'), '')
})
