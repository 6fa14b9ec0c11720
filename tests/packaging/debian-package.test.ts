import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { packageAgent } from '../../scripts/package/agent.ts'
import { type AgentServer, startAgentServer } from '../fleet/support/agent-server.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { lockMachine } from '../support/lock-machine.ts'
import { makeScratchDirectory } from '../support/scratch-directory.ts'

const name = 'muster-agent'
const program = '/usr/bin/muster-agent'
const unit = '/lib/systemd/system/muster-agent.service'
const state = '/var/lib/muster-agent'
const helper = '/usr/lib/systemd/user/muster-agent-notify.socket'
const helperEnabled = '/etc/systemd/user/sockets.target.wants/muster-agent-notify.socket'

/** This test puts a package on the machine and takes it away: never one that somebody uses. */
function findObstacle(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root installs packages'
  if (spawnSync('dpkg', ['--version']).status !== 0) return 'there is no dpkg here'
  if (existsSync(state) || existsSync(program) || uidOf(name) !== undefined)
    return 'an agent is installed here for real'
  return undefined
}

const obstacle = findObstacle()
const skip = obstacle ?? false
const canEnable = spawnSync('systemctl', ['--version']).status === 0
let server: AgentServer
let scratch: { path: string; remove(): Promise<void> }
let packageFile: string
let running: ChildProcess | undefined

let machine: Awaited<ReturnType<typeof lockMachine>> | undefined

before(async () => {
  if (obstacle !== undefined) return
  machine = await lockMachine('package')
  scratch = await makeScratchDirectory()
  packageFile = (await packageAgent('1.0.0', scratch.path)).debianPackage!
  server = await startAgentServer({ channel: { heartbeatSeconds: 5 } })
})

after(async () => {
  if (obstacle !== undefined) return
  running?.kill('SIGKILL')
  spawnSync('dpkg', ['--purge', name])
  machine?.release()
  await server.close()
  await scratch.remove()
})

test('the package installs, its user enrols and runs the agent, a command is carried out, and a purge leaves nothing', {
  skip,
}, async () => {
  dpkg('--install', packageFile)
  // Configured twice is configured once.
  dpkg('--install', packageFile)
  const uid = uidOf(name)!
  assert.ok(uid > 0)
  assert.deepEqual([statSync(state).uid, statSync(state).mode & 0o777], [uid, 0o700])
  assert.match(readFileSync(helper, 'utf8'), /ListenStream=%t\/muster-agent\/notify\.sock/)
  assert.equal(existsSync(helperEnabled), canEnable)
  assert.match(readFileSync(`/usr/share/doc/${name}/copyright`, 'utf8'), /Node\.js 24.*Apache License/s)
  assert.equal((await run(program, '--version')).trim(), '1.0.0')

  const token = await server.makeToken()
  await run(program, 'enrol', '--server', server.base, '--token', token)
  for (const file of readdirSync(state, { recursive: true }) as string[]) {
    assert.equal(lstatSync(join(state, file)).uid, uid, `${file} is not the package's user's`)
  }
  const status = await run(program, 'status', '--json')
  const { device_id: deviceId } = JSON.parse(status) as { device_id: string }

  startAsTheUnitSays(uid)
  await waitUntil('the agent is online', () => server.isOnline(deviceId))
  const { actionId } = await server.act('fetch_agent_log', [deviceId])
  await waitUntil('the command ends', async () => (await server.commands(actionId))[0]!.open === false)
  assert.equal((await server.commands(actionId))[0]!.state, 'succeeded')
  const ended = new Promise((resolve) => running!.once('exit', resolve))
  running!.kill('SIGTERM')
  assert.equal(await ended, 0)

  dpkg('--remove', name)
  assert.ok(!existsSync(program))
  assert.ok(existsSync(join(state, 'identity.json')), 'a removal keeps the state')
  dpkg('--purge', name)
  const places = [program, unit, state, helper, `/usr/share/doc/${name}`, '/usr/share/man/man8/muster-agent.8.gz']
  assert.deepEqual(
    places.filter((path) => existsSync(path)),
    [],
  )
  assert.equal(uidOf(name), undefined)
  assert.equal(spawnSync('find', ['/etc/systemd', '-name', `${name}*`], { encoding: 'utf8' }).stdout, '')
  assert.doesNotMatch(spawnSync('dpkg', ['--list', name], { encoding: 'utf8' }).stdout, /^(ii|rc)/m)
})

/** No PATH and no home, as the service has it; there may be no systemd to do it. */
function startAsTheUnitSays(uid: number): void {
  const lines = new Map(
    readFileSync(unit, 'utf8')
      .split('\n')
      .map((line) => [line.split('=', 1)[0]!, line.slice(line.indexOf('=') + 1)]),
  )
  assert.equal(lines.get('User'), name)
  const [file, ...words] = lines.get('ExecStart')!.split(' ')
  const [variable, value] = lines.get('Environment')!.split('=')
  running = spawn(file!, words, { uid, gid: uid, env: { [variable!]: value! }, stdio: 'ignore', cwd: '/' })
}

function dpkg(...words: string[]): void {
  const { status, stdout, stderr } = spawnSync('dpkg', words, { encoding: 'utf8' })
  assert.equal(status, 0, stdout + stderr)
}

async function run(file: string, ...words: string[]): Promise<string> {
  return (await promisify(execFile)(file, words, { env: {} })).stdout
}

function uidOf(user: string): number | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${user}:`))
  return line === undefined ? undefined : Number(line.split(':')[2])
}
