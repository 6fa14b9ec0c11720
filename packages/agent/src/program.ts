import { readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import type { TransportChoice } from './connection/keep-connected.ts'
import { enrol } from './enrol.ts'
import type { CommandHandler } from './handlers/handler.ts'
import { identifyCommand } from './identify/command.ts'
import { notifyCommand } from './identify/desktop/helper/command.ts'
import { keepRunning } from './keep-running.ts'
import { openLog } from './log.ts'
import { retire } from './retire.ts'
import { howToStart } from './service/how-to-start.ts'
import { addServiceCommands } from './service/service-commands.ts'
import { simulateCommand, simulateWorkerCommand } from './simulator/command.ts'
import { becomeOwner } from './state/become-owner.ts'
import {
  defaultStateDirectory,
  findStateDirectory,
  openStateDirectory,
  type StateDirectory,
} from './state/state-directory.ts'
import { formatStatus, readStatus } from './status.ts'
import { launch } from './update/launcher.ts'
import { restartProgram } from './update/restart-program.ts'
import { findRunningProgram } from './update/running-program.ts'
import { checkSelf, selfCheckWord } from './update/self-check.ts'
import { agentVersion } from './version.ts'

interface EnrolWords {
  readonly server: string
  readonly token: string
  readonly ca?: string
  readonly again: boolean
  readonly replace: boolean
  readonly stateDir: string
}

/** The command line of an agent that can do what these handlers can. */
export function agentProgram(handlers: readonly CommandHandler[]): Command {
  const program = new Command('muster-agent')
    .description('The Muster device agent: obeys only signed, proven commands, each exactly once.')
    .version(agentVersion)
    .showHelpAfterError()
  const stateOption = () =>
    new Option('--state-dir <directory>', 'where this agent keeps its key, journal and logs')
      .env('MUSTER_AGENT_STATE_DIR')
      .default(defaultStateDirectory({ ...process.env, MUSTER_AGENT_STATE_DIR: '' }))

  program
    .command('enrol')
    .description('make this device known to a server')
    .addOption(new Option('--server <url>', 'where the server is').env('MUSTER_AGENT_SERVER').makeOptionMandatory())
    .addOption(
      new Option('--token <token>', 'from: muster enrol-token create').env('MUSTER_AGENT_TOKEN').makeOptionMandatory(),
    )
    .option('--ca <file>', 'PEM of the certificate authority of the server, where the system does not know it')
    .option('--again', 'also where the device is enrolled: it gets a new key and generation', false)
    .option(
      '--replace',
      'also where another state directory’s agent runs here for that server: its enrolment ends',
      false,
    )
    .addOption(stateOption())
    .addHelpText('after', '\nExample:\n  muster-agent enrol --server https://muster.example.com --token mse_…')
    .action(async (options: EnrolWords) => {
      const ca = options.ca === undefined ? undefined : readFileSync(options.ca, 'utf8')
      const state = openState(options.stateDir)
      const identity = await enrol({
        state,
        server: toServer(options.server),
        token: options.token.trim(),
        ca,
        again: options.again,
        replace: options.replace,
        handlers,
      })
      print(`Enrolled as ${identity.device_id}, generation ${identity.generation}. Start the agent: ${howToStart()}`)
    })

  program
    .command('run')
    .description('connect to the server and carry out its commands, until stopped')
    .addOption(stateOption())
    .addOption(
      new Option('--transport <kind>', 'auto falls back to polling where a proxy lets no WebSocket through')
        .choices(['auto', 'socket', 'poll'])
        .env('MUSTER_AGENT_TRANSPORT')
        .default('auto'),
    )
    .action(async (options: { stateDir: string; transport: TransportChoice }) => {
      const state = openState(options.stateDir)
      const log = openLog(state.logs, (line) => process.stderr.write(`${line}\n`))
      const program = findRunningProgram()
      const words = process.argv.slice(2)
      const code = program && (await launch({ state, log, program, words }))
      if (code !== undefined) {
        process.exitCode = code
        return
      }
      const agent = keepRunning({ state, log, handlers, transport: options.transport })
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void agent.stop())
      if ((await agent.ended) === 'updated' && program) restartProgram(program, words)
    })

  program
    .command('status')
    .description('what this agent is, and how it stands with its server')
    .addOption(stateOption())
    .option('--json', 'for programs', false)
    .action((options: { stateDir: string; json: boolean }) => {
      const status = readStatus(findState(options.stateDir))
      print(options.json ? JSON.stringify(status, undefined, 2) : formatStatus(status))
    })

  program.addCommand(identifyCommand(stateOption()))
  program.addCommand(notifyCommand())

  program
    .command('retire')
    .description('end this device’s enrolment; the server keeps the record, without an agent')
    .addOption(stateOption())
    .action(async (options: { stateDir: string }) => {
      await retire(findState(options.stateDir))
      print('Retired. The server knows that this device has no agent any more.')
    })

  program.addCommand(simulateCommand())
  program.addCommand(simulateWorkerCommand(), { hidden: true })
  addServiceCommands(program, stateOption)
  return program
}

function openState(path: string): StateDirectory {
  becomeOwner(path)
  return openStateDirectory(path)
}

/** For what only looks, or ends what is there. */
function findState(path: string): StateDirectory {
  becomeOwner(path)
  return findStateDirectory(path)
}

/** Runs it, and says what went wrong in a sentence instead of a stack trace. */
export async function runProgram(handlers: readonly CommandHandler[], argv: string[] = process.argv): Promise<void> {
  try {
    if (argv[2] === selfCheckWord) print(checkSelf(handlers))
    else await agentProgram(handlers).parseAsync(argv)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exitCode = (error as { exitCode?: number }).exitCode ?? 1
  }
}

function toServer(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.origin
  throw new Error(`"${text}" is not the address of a server. Write it like https://muster.example.com:7300`)
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
