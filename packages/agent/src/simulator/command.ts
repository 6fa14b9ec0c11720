import { randomInt } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { checkDescriptors } from './descriptors.ts'
import { workerCommand } from './fleet.ts'
import { amount, type Knobs, knobs } from './knobs.ts'
import { runSlice } from './run-slice.ts'
import { simulate } from './simulate.ts'

interface Options extends Knobs {
  readonly count: number
  readonly server: string
  readonly token?: string
  readonly state?: string
  readonly ca?: string
  readonly workers: number
  readonly connectAtOnce: number
  readonly seed: number
  readonly duration?: number
  readonly untilIdle?: number | true
  readonly ledger?: string
  readonly json: boolean
}

const idleSecondsPreset = 5

const examples = `
Examples:
  muster enrol-token create --uses 1000
  muster-agent simulate --count 1000 --server https://muster.example.com:7300 --token mse_… --state ./fleet
  muster-agent simulate --count 1000 --server https://muster.example.com:7300 --state ./fleet --until-idle
  muster-agent simulate --count 200 --server http://127.0.0.1:7300 --token mse_… --drop-acks 0.2 --die-after-accept 0.1

The agents are devices of the account like all others: use a group or an installation of their own. Ctrl-C ends it
with a table of what was measured; the exit code is 1 after errors of the protocol that no knob explains.`

/** `muster-agent simulate`: many agents that speak the real protocol, for sizing an installation and for tests. */
export function simulateCommand(): Command {
  const command = new Command('simulate')
    .description('be many agents at once: real protocol, own keys, signatures checked; faults as asked for')
    .addOption(new Option('--count <n>', 'how many').argParser(whole).makeOptionMandatory())
    .addOption(new Option('--server <url>', 'where the server is').env('MUSTER_AGENT_SERVER').makeOptionMandatory())
    .addOption(new Option('--token <token>', 'from: muster enrol-token create --uses N').env('MUSTER_AGENT_TOKEN'))
    .option('--ca <file>', 'PEM of the certificate authority of the server, where the system does not know it')
    .option('--state <directory>', 'keeps keys, identities and journals: a second run is the same agents')
    .addOption(new Option('--workers <n>', 'processes to spread the agents over').argParser(whole).default(1))
    .addOption(new Option('--connect-at-once <n>', 'connections under way at a time').argParser(whole).default(200))
    .addOption(new Option('--seed <n>', 'the same seed draws the same; else a new one, printed').argParser(whole))
    .addOption(new Option('--duration <seconds>', 'ends after this time').argParser(amount))
    .addOption(
      new Option(
        '--until-idle [seconds]',
        `ends when nothing was to do for this long (${idleSecondsPreset})`,
      ).argParser(amount),
    )
    .option('--ledger <file>', 'appends the id of each command that has its effect')
    .option('--json', 'for programs', false)
  for (const { flag, meaning, example, preset, read } of knobs) {
    const option = new Option(flag, `${meaning}. Example: ${example}`).default(preset)
    command.addOption(read ? option.argParser(read) : option)
  }
  return command.addHelpText('after', examples).action(async (options: Options) => {
    process.exitCode = await simulate(toSimulation(options))
  })
}

/** For `simulate --workers`, which starts it. */
export function simulateWorkerCommand(): Command {
  return new Command(workerCommand).action(runSlice)
}

function toSimulation(options: Options) {
  const { count, workers, connectAtOnce, duration, untilIdle, json, token } = options
  if (count < 1 || workers < 1 || workers > count) throw new Error('There must be an agent for each worker.')
  const state = options.state === undefined ? undefined : resolve(options.state)
  if (token === undefined && (state === undefined || !existsSync(state))) {
    throw new Error('New agents need a --token. Make one with: muster enrol-token create --uses N')
  }
  checkDescriptors(Math.ceil(count / workers))
  return {
    count,
    workers,
    connectAtOnce: Math.max(1, connectAtOnce),
    server: toOrigin(options.server),
    token: token?.trim(),
    state,
    ca: options.ca === undefined ? undefined : readFileSync(options.ca, 'utf8'),
    ledger: options.ledger === undefined ? undefined : resolve(options.ledger),
    seed: options.seed ?? randomInt(2 ** 31),
    durationSeconds: duration,
    idleSeconds: untilIdle === true ? idleSecondsPreset : untilIdle,
    json,
    knobs: Object.fromEntries(knobs.map(({ key }) => [key, options[key]])) as unknown as Knobs,
  }
}

function toOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.origin
  throw new Error(`"${text}" is not the address of a server. Write it like https://muster.example.com:7300`)
}

function whole(text: string): number {
  const value = amount(text)
  if (!Number.isInteger(value)) throw new Error(`"${text}" is not a whole number.`)
  return value
}
