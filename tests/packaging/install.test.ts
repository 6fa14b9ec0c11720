import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { helperUnits } from '@muster/agent/service/helper-units.ts'
import { launchdPlist } from '@muster/agent/service/launchd.ts'
import { systemdUnit } from '@muster/agent/service/systemd-unit.ts'
import { taskXml } from '@muster/agent/service/task-scheduler.ts'
import { makeAgentProcess } from '../fleet/support/agent-process.ts'
import { startAgentServer } from '../fleet/support/agent-server.ts'
import { lockMachine } from '../support/lock-machine.ts'
import { makeScratchDirectory } from '../support/scratch-directory.ts'
import { buildAgent } from './support/executables.ts'

let scratch: { path: string; remove(): Promise<void> }
let executable: string

before(async () => {
  scratch = await makeScratchDirectory()
  executable = await buildAgent('1.0.0')
})
after(() => scratch.remove())

const units = '/etc/systemd/system'
const packages = '/var/lib/dpkg/info'
const file = (name: string) => join(scratch.path, name)
const options = () => `--state-dir ${file('state')}`
const install = () => `${executable} install --no-start --program ${file('bin/muster-agent')} ${options()}`

/** Runs a script where the machine's units, and what Debian packages it has, are covered by empty directories. */
function runCovered(script: string): Promise<{ output: string; errors: string }> {
  return new Promise((resolve, reject) => {
    const covered = `set -e; mount -t tmpfs none ${units}; mount -t tmpfs none ${packages}; ${script}`
    execFile('unshare', ['--mount', 'sh', '-c', covered], { encoding: 'utf8' }, (error, output, errors) =>
      error ? reject(new Error(`${error.message}\n${output}${errors}`)) : resolve({ output, errors }),
    )
  })
}

const canCover =
  spawnSync('unshare', ['--mount', 'sh', '-c', `mount -t tmpfs none ${units} && mount -t tmpfs none ${packages}`])
    .status === 0
const skip = canCover ? false : 'only root covers the machine’s units with others'

test('install is the same twice as once, leaves a record, and uninstall undoes it all', { skip }, async () => {
  const { output } = await runCovered(`
    ${install()}; cp ${units}/muster-agent.service ${file('first')}
    ${install()}; cmp ${units}/muster-agent.service ${file('first')}
    ls -l ${units}/multi-user.target.wants/; cp ${file('state/install.json')} ${file('record')}
    ${file('bin/muster-agent')} uninstall --yes ${options()}
    ${executable} uninstall --yes --purge ${options()}
    ${executable} uninstall --yes --purge ${options()}
    find ${units} ${file('bin')} ${file('state')} -type f -o -type l 2>&1 || true`)
  const record = JSON.parse(readFileSync(file('record'), 'utf8'))
  assert.deepEqual(
    [record.manager, record.program, record.definition, record.version],
    ['systemd', file('bin/muster-agent'), `${units}/muster-agent.service`, '1.0.0'],
  )
  assert.match(output, /muster-agent\.service -> /)
  assert.match(output, /Nothing is installed/)
  assert.match(output, new RegExp(`find: .*${file('state')}.*No such file`))
  assert.doesNotMatch(output.slice(output.indexOf('Nothing is installed')), /muster-agent\.service|install\.json/)
})

test('uninstall tells the server that the device leaves', { skip }, async () => {
  const server = await startAgentServer()
  try {
    const token = await server.makeToken()
    const { output } = await runCovered(`
      ${install()}
      ${executable} enrol --server ${server.base} --token ${token} ${options()}
      ${executable} uninstall --yes --purge ${options()}`)
    assert.match(output, /The server knows/)
    assert.equal((await server.audited('device.retired')).length, 1)
  } finally {
    await server.close()
  }
})

test('deleting the device undoes an installation: service, program and state', { skip }, async () => {
  const server = await startAgentServer()
  try {
    const token = await server.makeToken()
    const { output: enrolled } = await runCovered(`
      ${install()}
      ${executable} enrol --server ${server.base} --token ${token} ${options()}`)
    await server.act('delete', [/Enrolled as ([^,]+),/.exec(enrolled)![1]!])
    const { output } = await runCovered(`
      ${install()}; test -e ${units}/muster-agent.service
      ${file('bin/muster-agent')} run ${options()}
      n=0; while [ -e ${file('state')} ] && [ $n -lt 300 ]; do n=$((n + 1)); sleep 0.1; done
      find ${units} ${file('bin')} ${file('state')} -type f -o -type l 2>&1 || true`)
    assert.match(output, new RegExp(`find: .*${file('state')}.*No such file`))
    assert.doesNotMatch(output.slice(output.indexOf('\n')), /muster-agent\.service|bin\/muster-agent/)
  } finally {
    await server.close()
  }
})

test('a unit that is written here is one that systemd understands', {
  skip: spawnSync('systemd-analyze', ['--version']).status === 0 ? false : 'there is no systemd-analyze here',
}, () => {
  for (const user of [undefined, 'root']) {
    const path = file('muster-agent.service')
    writeFileSync(path, systemdUnit({ program: executable, stateDirectory: '/var/lib/muster-agent', user }))
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', path], { encoding: 'utf8' })
    assert.deepEqual([status, stderr], [0, ''])
  }
  const { socket, service } = helperUnits(executable)
  writeFileSync(file('muster-agent-notify.socket'), socket)
  writeFileSync(file('muster-agent-notify.service'), service)
  const words = ['--user', 'verify', '--man=no', file('muster-agent-notify.socket')]
  const { status, stderr } = spawnSync('systemd-analyze', words, {
    encoding: 'utf8',
    env: { ...process.env, XDG_RUNTIME_DIR: scratch.path },
  })
  assert.deepEqual([status, stderr], [0, ''])
})

test('definitions for launchd and the Task Scheduler are XML, whatever a path holds', () => {
  const plan = { program: '/opt/a & b/<agent>', stateDirectory: '/var/"x"', user: undefined }
  for (const text of [launchdPlist(plan), taskXml(plan)]) {
    assert.ok(!text.includes('<agent>') && !text.includes(' & '))
    assert.match(text, /\/opt\/a &#38; b\/&#60;agent&#62;/)
  }
})

test('who may not, or has nothing to install, is told what to do instead', async () => {
  const machine = await lockMachine('package')
  const agent = await makeAgentProcess()
  try {
    assert.match((await agent.program('install')).errors, /runs from source.*npm run package -- agent/s)
    assert.match((await agent.program('uninstall')).errors, /--yes/)
    const nothing = await agent.program('uninstall', '--yes')
    assert.deepEqual([nothing.code, /has installed nothing here/.test(nothing.output)], [0, true])
  } finally {
    await agent.remove()
    machine.release()
  }
  if (process.getuid?.() !== 0) return
  const { stderr } = spawnSync(executable, ['install', '--state-dir', '/nowhere'], { uid: 65_534, encoding: 'utf8' })
  assert.match(stderr, /sudo muster-agent install/)
})
