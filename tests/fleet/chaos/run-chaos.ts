import assert from 'node:assert/strict'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { waitUntil } from '../../support/embedded-server.ts'
import { createCall, listAll } from '../../support/native-client.ts'
import { type Random, randomFrom } from '../../support/random.ts'
import { type RestartableServer, startRestartableServer } from '../../support/restartable-server.ts'
import { makeScratchDirectory } from '../../support/scratch-directory.ts'
import { openSidePool } from '../../support/whole-server.ts'
import { checkEffects, listTargetsAsCounted, stillOpen } from '../support/invariants.ts'
import { readLedger, type SimulatorProcess, startSimulator } from '../support/simulator-process.ts'
import { checkRows, openRowWatch, type RowWatch } from './check-rows.ts'

export interface Chaos {
  readonly rounds: number
  readonly seed: number
  readonly agents: number
  /** After so many rounds everything must come to its end, and is looked at as a whole. */
  readonly settleEvery: number
  say(line: string): void
}

interface Scene {
  readonly server: RestartableServer
  readonly call: ReturnType<typeof createCall>
  readonly random: Random
  readonly ledger: string
  readonly watch: RowWatch
  simulator: SimulatorProcess
  startSimulator(): SimulatorProcess
}

const types = ['dhcprenew', 'fetch_agent_log', 're-identify', 'scan_threats'] as const
/** An offer whose acknowledgement got lost is a minute old before it is made again. */
const settleSeconds = 150

/**
 * Kills the server and the simulated agents, over and over, at random moments of actions, cancellations and deletions,
 * and looks after each round at what must hold. Everything at random comes from the seed. @throws what did not hold
 */
export async function runChaos({ rounds, seed, agents, settleEvery, say }: Chaos): Promise<void> {
  const random = randomFrom(seed)
  const scratch = await makeScratchDirectory()
  const server = await startRestartableServer()
  const side = openSidePool(server.databaseUrl!)
  const call: Scene['call'] = (...words) => createCall(server.url, server.operatorToken)(...words)
  const ledger = join(scratch.path, 'ledger')
  let simulator: SimulatorProcess | undefined
  try {
    const token = (await call('POST', '/enrolment-tokens', { uses: 100_000, expires_in_seconds: 86_400 })).body.token
    const start = () =>
      startSimulator(
        ...[
          '--server',
          server.url,
          '--token',
          token,
          '--count',
          String(agents),
          '--state',
          join(scratch.path, 'fleet'),
        ],
        ...['--ledger', ledger, '--seed', String(random.below(2 ** 31)), '--work-time', '150', '--say-again', '1'],
        ...['--drop-acks', '0.02', '--duplicate-acks', '0.1', '--reorder-acks', '--die-after-accept', '0.02'],
        ...['--re-enrol', '1', '--defer', '0.02', '--log-size', '20000'],
      )
    simulator = start()
    const scene: Scene = {
      server,
      call,
      random,
      ledger,
      watch: openRowWatch(side),
      simulator,
      startSimulator: start,
    }
    await waitUntil('all have enrolled', async () => (await listDevices(scene)).length >= agents, settleSeconds)
    for (let round = 1; round <= rounds; round += 1) {
      const did = await playRound(scene)
      simulator = scene.simulator
      await checkRows(scene.watch)
      checkLedger(readLedger(ledger))
      say(`round ${round}: ${did.join(', ')}`)
      if (round % settleEvery === 0 || round === rounds) say(await settle(scene))
    }
    const { code, summary, said } = await simulator.interrupt()
    assert.deepEqual([code, summary?.protocol_errors], [0, 0], `${said}${JSON.stringify(summary?.errors)}`)
    const failures = server
      .output()
      .split('\n')
      .filter((line) => /"level":"(error|fatal)"/.test(line))
    assert.deepEqual(failures.slice(0, 3), [])
  } finally {
    await simulator?.kill()
    await side.end()
    await server.close()
    await scratch.remove()
  }
}

/** A few deeds, and a death somewhere in their middle. */
async function playRound(scene: Scene): Promise<string[]> {
  const { random } = scene
  const deeds = 1 + random.below(4)
  const did: string[] = []
  const working = (async () => {
    for (let deed = 0; deed < deeds; deed += 1) did.push(await doSomething(scene).catch(() => 'an unanswered request'))
  })()
  await delay(random.below(600))
  did.push(await kill(scene))
  await working
  return did
}

async function doSomething({ call, random, ...scene }: Scene): Promise<string> {
  const devices = await listDevices({ call, random, ...scene })
  const some = (most: number) => devices.filter(() => random.below(devices.length) < most)
  const dice = random.below(10)
  if (dice < 6) {
    const type = random.pick(types)
    const ids = random.below(2) === 0 ? devices : some(devices.length / 2)
    if (ids.length === 0) return 'nothing'
    await call('POST', '/actions?targets=false', { type, devices: { ids } })
    return `${type} on ${ids.length}`
  }
  if (dice < 8) {
    const { items } = (await call('GET', '/actions?limit=5')).body as { items: { action_id: string }[] }
    if (items.length === 0) return 'nothing'
    await call('POST', `/actions/${random.pick(items).action_id}/cancel`)
    return 'a cancel'
  }
  const ids = some(2)
  if (ids.length === 0) return 'nothing'
  await call('POST', '/actions?targets=false', { type: 'delete', devices: { ids } })
  return `delete of ${ids.length}`
}

async function kill(scene: Scene): Promise<string> {
  const whom = scene.random.pick(['server', 'agents', 'both'] as const)
  if (whom !== 'agents') await scene.server.kill('SIGKILL')
  if (whom !== 'server') await scene.simulator.kill()
  if (whom !== 'agents') await scene.server.start()
  if (whom !== 'server') scene.simulator = scene.startSimulator()
  return `kill -9 of ${whom === 'both' ? 'server and agents' : whom}`
}

async function listDevices({ call }: Scene): Promise<string[]> {
  return ((await listAll(call, '/devices', 1000)) as { device_id: string }[]).map(({ device_id }) => device_id)
}

/** Everything comes to its end; then nothing may be missing, doubled, or miscounted, and the audit chain verifies. */
async function settle({ server, ledger, watch }: Scene): Promise<string> {
  let open = 0
  await waitUntil(
    'every target has ended',
    async () => {
      open = stillOpen(await listTargetsAsCounted(server)).length
      return open === 0
    },
    settleSeconds,
  ).catch((error: Error) => {
    throw new Error(`${open} targets are still open`, { cause: error })
  })
  const targets = await listTargetsAsCounted(server)
  const effects = readLedger(ledger)
  const ends = await checkEffects(server, targets, effects)
  await checkRows(watch)
  return `  all is well: ${targets.length} targets, ${effects.length} effects, ${Object.keys(ends).length} ends in the audit chain`
}

function checkLedger(ledger: readonly string[]): void {
  assert.equal(new Set(ledger).size, ledger.length, 'a command had its effect twice')
}
