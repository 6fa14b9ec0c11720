import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createMusterClient } from '@muster/client/index.ts'
import { startSimulator } from '../fleet/support/simulator-process.ts'
import { bareEnvironment } from '../support/bare-environment.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { makeScratchDirectory } from '../support/scratch-directory.ts'
import { startWholeServer, type WholeServer } from '../support/whole-server.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const deviceCount = 2
let server: WholeServer
let scratch: { path: string; remove(): Promise<void> }
let project: string

before(async () => {
  scratch = await makeScratchDirectory()
  server = await startWholeServer()
  project = join(scratch.path, 'project')
  await installPacked()
})

after(async () => {
  await server?.close()
  await scratch?.remove()
})

/** As somebody else has it: packed, and installed without a network where nothing else is. */
async function installPacked(): Promise<void> {
  const options = { cwd: root, env: { ...process.env, npm_config_cache: join(scratch.path, 'cache') } }
  await run('npm', ['pack', '-w', 'packages/client', '--pack-destination', scratch.path, '--loglevel=error'], options)
  const [packed] = readdirSync(scratch.path).filter((name) => name.endsWith('.tgz'))
  await mkdir(project)
  writeFileSync(join(project, 'package.json'), '{ "type": "module", "private": true }')
  const file = join(scratch.path, packed!)
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--loglevel=error', file], {
    ...options,
    cwd: project,
  })
}

function runInProject(file: string, environment: NodeJS.ProcessEnv = {}) {
  return run(process.execPath, [join(project, file)], { cwd: project, env: { ...bareEnvironment, ...environment } })
}

test('the example of the documents plans, acts, waits for agents, and saves what they brought', async () => {
  const operator = createMusterClient({ baseUrl: server.url, token: server.operatorToken })
  const { token } = await operator.post('/api/v1/enrolment-tokens', { body: { uses: deviceCount } })
  const app = await operator.post('/api/v1/applications', { body: { name: 'script', scopes: ['read', 'actions'] } })
  const [, example] = /```js\n([\s\S]*?)```/.exec(readFileSync(join(root, 'docs/sdk.md'), 'utf8'))!
  writeFileSync(join(project, 'example.js'), example!)
  const words = ['--server', server.url, '--token', token, '--count', String(deviceCount), '--work-time', '50']
  const agents = startSimulator(...words)
  try {
    const online = async () => (await operator.get('/api/v1/devices/count', { query: { online: true } })).devices
    await waitUntil('the agents are there', async () => (await online()) === deviceCount)
    const environment = {
      MUSTER_URL: server.url,
      CLIENT_ID: app.client_id,
      CLIENT_SECRET: app.client_secret!,
    }
    const { stdout, stderr } = await runInProject('example.js', environment)
    assert.equal(stderr, '')
    assert.match(stdout, new RegExp(`^planned \\{ queued: ${deviceCount} \\}$`, 'm'))
    assert.match(stdout, new RegExp(`^ended done \\{ succeeded: ${deviceCount} \\}$`, 'm'))
    assert.equal(stdout.match(/^saved .* [0-9a-f]{64}$/gm)?.length, deviceCount)
    const saved = readdirSync(project).filter((name) => name.endsWith('.zip'))
    assert.equal(saved.length, deviceCount)
    for (const name of saved) assert.equal(readFileSync(join(project, name)).subarray(0, 2).toString(), 'PK')
  } finally {
    await agents.kill()
  }
})

test('its types are whole without anything else, and find what is misspelt', async () => {
  const right = `import { createMusterClient, type Device, paginate } from '@muster/client'
const muster = createMusterClient({ baseUrl: 'https://muster.example.com', token: 'x' })
export const devices: AsyncIterable<Device> = paginate(muster, '/api/v1/devices', { query: { os: ['linux'] } })
`
  writeFileSync(join(project, 'right.ts'), right)
  writeFileSync(join(project, 'wrong.ts'), right.replace('query:', 'qurey:'))
  writeFileSync(join(project, 'wrong-path.ts'), right.replace('/devices', '/device'))
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022,dom']
  const words = [join(root, 'node_modules/typescript/bin/tsc'), ...options, 'right.ts', 'wrong.ts', 'wrong-path.ts']
  const { stdout } = await run(process.execPath, words, { cwd: project }).catch((error: { stdout: string }) => error)
  const complaints = stdout.split('\n').filter((line) => line.includes('error TS'))
  assert.deepEqual([...new Set(complaints.map((line) => line.split('(')[0]))].toSorted(), ['wrong-path.ts', 'wrong.ts'])
  assert.match(stdout, /'qurey' does not exist/)
})
