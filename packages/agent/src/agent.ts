import { randomUUID } from 'node:crypto'
import type { AgentMessage, EnrolAnew, ServerMessage } from '@muster/core/agent/messages.ts'
import { createDeferrals } from './command/deferrals.ts'
import { createWorker } from './command/worker.ts'
import { watchCompliance } from './compliance/watch-compliance.ts'
import { type Connection, keepConnected, type TransportChoice } from './connection/keep-connected.ts'
import { createSessionHolder } from './connection/session-holder.ts'
import type { CommandHandler } from './handlers/handler.ts'
import { watchInventory } from './inventory/watch-inventory.ts'
import { openJournal } from './journal/journal.ts'
import { tellProblems } from './journal/tell-problems.ts'
import type { Log } from './log.ts'
import { readMoment } from './moment/read-moment.ts'
import { enrolRemedy, NotEnrolled } from './not-enrolled.ts'
import { createUploader } from './report/upload.ts'
import { lockState } from './state/agent-lock.ts'
import { noteEnd, renewEnrolment } from './state/end-enrolment.ts'
import { keepRun, readFormerRun } from './state/former-run.ts'
import { readAccountKey, readDeviceKey, readIdentity } from './state/identity.ts'
import type { StateDirectory } from './state/state-directory.ts'
import { keepToMend } from './state/to-mend-file.ts'
import { findRunningProgram } from './update/running-program.ts'
import { createUpdater } from './update/updater.ts'

export interface AgentOptions {
  readonly state: StateDirectory
  readonly log: Log
  readonly handlers: readonly CommandHandler[]
  readonly transport: TransportChoice
}

export interface RunningAgent {
  /**
   * Resolves with why the agent ended: it was stopped, its enrolment is over, another version is to run, it is to start
   * as the next generation, to remove itself, or to enrol as a device of its own.
   */
  readonly ended: Promise<'stopped' | 'retired' | 'updated' | 'renewed' | 'uninstall' | EnrolAnew>
  /** Lets work finish for a moment, says goodbye, closes the journal. */
  stop(): Promise<void>
}

const stopGraceMilliseconds = 10_000
/** Work that nobody waits for any more is only given the time to leave nothing half done. */
const abandonGraceMilliseconds = 5000
/** A result that nobody confirmed is said again. */
const sayAgainMilliseconds = 60_000

/** Starts the agent of a state directory. @throws with the remedy where it is not enrolled, or one runs already */
export function startAgent({ state, log, handlers, transport }: AgentOptions): RunningAgent {
  const identity = readIdentity(state)
  if (identity === undefined) throw new NotEnrolled(`This device is not enrolled (${state.path}). ${enrolRemedy}`)
  if (identity.retired)
    throw new NotEnrolled(`This device’s enrolment has ended: ${identity.retired.reason} ${enrolRemedy}`)
  // Before anything runs that would keep a process alive which can do nothing.
  const accountKey = readAccountKey(identity)
  const deviceKey = readDeviceKey(state, identity)
  const { generation } = identity
  const lock = lockState(state.lock)
  const now = () => Math.floor(Date.now() / 1000)
  const journal = openJournal(state.journal, now)
  tellProblems(journal, state.journal, log)
  const abilities = handlers.map(({ type }) => type)
  const session = createSessionHolder()
  let connection: Connection | undefined
  let serverAheadSeconds = 0
  const say = (message: AgentMessage) => {
    connection?.say(message)
    // What a command did may show in the inventory.
    if (message.type === 'result') void inventory.notice()
  }
  const inventory = watchInventory({ handlers, log, say: (message) => connection?.say(message) })
  const deferrals = createDeferrals({
    log,
    say,
    connected: () => connection?.connected ?? false,
    serverNow: () => now() + serverAheadSeconds,
    readMoment,
  })
  const worker = createWorker({
    state,
    identity,
    log,
    handlers,
    journal,
    now,
    upload: createUploader({ address: identity, log, session }),
    obedience: () => ({
      accountKey,
      deviceId: identity.device_id,
      generation: identity.generation,
      // What the device hinders is accepted all the same: its handler says what is missing.
      abilities,
      now: now(),
    }),
    say,
    deferrals,
  })
  log.info('the agent starts', {
    version: inventory.facts.version,
    device_id: identity.device_id,
    generation: identity.generation,
  })
  let isUpdating = false
  const program = findRunningProgram()
  const updater =
    program &&
    createUpdater({
      state,
      identity,
      log,
      session,
      program,
      isIdle: () => !worker.isBusy(),
      restart() {
        isUpdating = true
        closing ??= close()
      },
    })
  const compliance = watchCompliance({ state, log, say: (found) => connection?.say(found) })
  const formerRun = readFormerRun(state)
  let isRunKept = false
  function rememberRun(): void {
    if (!isRunKept) keepRun(state, processRun)
    isRunKept = true
  }
  connection = keepConnected({
    speaker: {
      identity,
      deviceKey,
      get agent() {
        return inventory.facts
      },
      inventory: inventory.read,
      run: processRun,
      formerRun,
    },
    prepare: inventory.prepare,
    transport,
    log,
    statusPath: state.status,
    connected(welcome) {
      session.set(welcome.session)
      guard('welcome', rememberRun)
      guard('welcome', () => updater?.connected())
      serverAheadSeconds = welcome.server_time - now()
      deferrals.clear()
      worker.report()
      compliance.connected()
    },
    message: (received) => guard(received.type, () => message(received)),
  })
  worker.resume()
  const reporting = setInterval(() => worker.report(), sayAgainMilliseconds)

  /** What one message meets, such as a full disk, must not end the process and with it all that runs. */
  function guard(type: string, handle: () => void): void {
    try {
      handle()
    } catch (error) {
      log.error('could not handle what the server said', { type, error: (error as Error).message })
    }
  }

  function message(received: ServerMessage): void {
    switch (received.type) {
      case 'command':
        worker.offer(received)
        return
      case 'cancel':
        worker.cancel(received.command_id)
        return
      case 'stored':
      case 'disowned':
        worker.forget(received.command_ids)
        return
      case 'look_for':
        compliance.lookFor(received.software)
        return
      case 'to_mend':
        keepToMend(state, { generation, issues: received.issues, page: received.page })
        return
      case 'session':
        session.set(received.session)
    }
  }

  async function close(stopWork = () => worker.stop(stopGraceMilliseconds)): Promise<void> {
    clearInterval(reporting)
    inventory.stop()
    updater?.stop()
    compliance.stop()
    await stopWork()
    await connection?.stop()
    journal.close()
    log.info('the agent stopped')
    lock.release()
  }
  let closing: Promise<void> | undefined
  const ended = connection.ended.then(async (farewell) => {
    if (farewell === undefined) {
      await closing
      return isUpdating ? ('updated' as const) : ('stopped' as const)
    }
    noteEnd(state, identity, farewell, log)
    closing ??= close(() =>
      farewell.type === 'retired' ? worker.stop(stopGraceMilliseconds) : worker.abandon(abandonGraceMilliseconds),
    )
    await closing
    switch (farewell.type) {
      case 'renewed':
        renewEnrolment(state, identity, farewell.renewed_as)
        return 'renewed' as const
      case 'enrol_anew':
        return farewell
      default:
        return farewell.type
    }
  })

  return {
    ended,
    stop() {
      closing ??= close()
      return closing
    },
  }
}

/** Of this process: a server that sees two of one device in turn knows that they are two. */
const processRun = randomUUID()
