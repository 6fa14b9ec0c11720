import { reasonSentence } from '@muster/core/action/reason.ts'
import type { CommandStatement } from '@muster/core/agent/command-statement.ts'
import type { Command } from '@muster/core/agent/messages.ts'
import { CommandFailure } from '../handlers/handler.ts'
import type { EndResult, JournalCommand } from '../journal/entries.ts'
import { createResults, toMessage } from './results.ts'
import { describeRefusal, verifyCommand } from './verify-command.ts'
import type { WorkerTools } from './worker-tools.ts'

export interface Worker {
  offer(command: Command): void
  cancel(id: string): void
  /** The server has these results, or disowns them: what still goes on, stops. */
  forget(ids: readonly string[]): void
  /** After connecting: where every command stands that the server may not know of. */
  report(): void
  /** Whether something would be lost if the agent stopped now: what its next start goes on with is not. */
  isBusy(): boolean
  /** Goes on with what a stopped agent left. */
  resume(): void
  /** Lets what cannot go on later finish, for a while; parks the rest. */
  stop(graceMilliseconds: number): Promise<void>
  /** The enrolment is over: what waits or runs ends here, and the journal says so. */
  abandon(graceMilliseconds: number): Promise<void>
}

/** A command that hangs holds one place; the others go on. */
const atOnce = 4
const journalFullRetrySeconds = 300

export function createWorker(tools: WorkerTools): Worker {
  const { journal, log, say, now } = tools
  const handlerOf = new Map(tools.handlers.map((handler) => [handler.type, handler]))
  const waiting: JournalCommand[] = []
  const running = new Map<
    string,
    { abort: AbortController; done: Promise<void>; cancelled: boolean; percent: number | undefined }
  >()
  const results = createResults(journal, log, now)
  let stopping = false

  function startNext(): void {
    while (!stopping) {
      const isFull = Array.from(running.keys()).filter((id) => !waits(id)).length >= atOnce
      const index = waiting.findIndex(({ id }) => !isFull || waits(id))
      const [next] = index < 0 ? [] : waiting.splice(index, 1)
      if (next === undefined) return
      start(next)
    }
  }

  function waits(id: string): boolean {
    return handlerOf.get(journal.get(id)?.type ?? '')?.waits === true
  }

  function start({ id }: JournalCommand): void {
    const command = journal.get(id)
    if (command === undefined || results.get(id) !== undefined) return
    const abort = new AbortController()
    const entry = { abort, cancelled: false, done: Promise.resolve(), percent: undefined }
    running.set(id, entry)
    entry.done = carryOut(command, abort.signal)
      .then((result) => {
        if (result !== undefined) end(id, result)
      })
      .catch((error: Error) => log.error('a command could not be brought to an end', { id, error: error.message }))
      .finally(() => {
        running.delete(id)
        startNext()
      })
  }

  /** Undefined where the agent stops and the command goes on at its next start. */
  async function carryOut(command: JournalCommand, signal: AbortSignal): Promise<EndResult | undefined> {
    const { id, at, type, params, finish_within, note } = command
    const handler = handlerOf.get(type)
    if (handler === undefined)
      return { state: 'failed', reason: 'agent_cannot', message: reasonSentence('agent_cannot') }
    const { state, identity, upload } = tools
    try {
      if (!command.started) journal.append({ entry: 'started', id, at: now() })
      log.info('carrying out a command', { id, type })
      const data = await handler.run({
        id,
        params,
        ...(finish_within && { finishBy: at + finish_within }),
        state,
        identity,
        log,
        upload,
        signal,
        note,
        keepNote: (kept) => journal.append({ entry: 'note', id, note: kept }),
        progress: (percent, how) => tellProgress(id, Math.round(percent), how),
      })
      return { state: 'succeeded', data }
    } catch (error) {
      if (running.get(id)?.cancelled) return { state: 'cancelled' }
      if (signal.aborted) return undefined
      const message = (error as Error).message.slice(0, 2000)
      log.error('a command failed', { id, type, error: message })
      if (!(error instanceof CommandFailure)) return { state: 'failed', reason: 'agent_error', message }
      const { reason, data } = error
      return { state: 'failed', reason, message, ...(data && { data }) }
    }
  }

  function tellProgress(id: string, percent: number, message?: string): void {
    const active = running.get(id)
    if (active) active.percent = percent
    say({ type: 'progress', command_id: id, percent, ...(message && { message }) })
  }

  /** `again`: after it was put off. What has expired meanwhile ends by the server's clock, and needs no word of ours. */
  function consider(command: Command, again: boolean): void {
    const { command_id: id } = command
    const verdict = verifyCommand(command, tools.obedience())
    if (!verdict.obey) {
      log.warn(again ? 'a command that was put off may not be carried out any more' : 'refused a command', {
        id,
        reason: verdict.reason,
      })
      const message = describeRefusal(verdict.reason, now())
      if (!again) say(toMessage(id, { state: 'rejected', reason: verdict.reason, message }))
      return
    }
    const { defer } = verdict.statement
    const later = () => consider(command, true)
    const carryOn = () => accept(id, verdict.statement, later)
    if (defer === undefined) carryOn()
    else tools.deferrals.weigh(id, defer, { now: carryOn, later })
  }

  function accept(id: string, statement: CommandStatement, later: () => void): void {
    const { action_id, type, params, expires_at, finish_within } = statement
    const timed = finish_within === undefined ? { expires_at } : { expires_at, finish_within }
    try {
      journal.append({ entry: 'accepted', id, at: now(), action_id, type, params, ...timed })
    } catch (error) {
      const reason = `The agent cannot write its journal: ${(error as Error).message}`
      log.error(reason, { id })
      tools.deferrals.putOff(id, { reason, retryInSeconds: journalFullRetrySeconds }, later)
      return
    }
    say({ type: 'accepted', command_id: id })
    waiting.push(journal.get(id)!)
    startNext()
  }

  function end(id: string, result: EndResult): void {
    const stays = results.keep(id, result)
    log.info('a command ended', { id, state: stays.state, reason: stays.reason })
    say(toMessage(id, stays))
  }

  function cancel(id: string): void {
    tools.deferrals.drop(id)
    const result = results.get(id)
    const active = running.get(id)
    if (result) say(toMessage(id, result))
    else if (active === undefined) end(id, { state: 'cancelled' })
    else {
      active.cancelled = true
      active.abort.abort(new Error('it was called off'))
    }
  }

  return {
    cancel,
    offer(command) {
      const { command_id: id } = command
      const result = results.get(id)
      if (result) return say(toMessage(id, result))
      if (journal.get(id)) return say({ type: 'accepted', command_id: id })
      if (!tools.deferrals.repeat(id)) consider(command, false)
    },
    forget(ids) {
      for (const id of ids) {
        // This journal knows of no end: it is an older copy, or the server's database is. Nobody waits for it any more.
        if (journal.get(id) !== undefined && results.get(id) === undefined) cancel(id)
        if (!results.ensureWritten(id)) continue
        const command = journal.get(id)
        if (!command || command.stored) continue
        try {
          journal.append({ entry: 'stored', id })
          handlerOf.get(command.type)?.forget?.({ id, state: tools.state })
        } catch (error) {
          // Said again within a minute, and confirmed again.
          log.error('cannot write down that the server has a result', { id, error: (error as Error).message })
        }
      }
    },
    report() {
      results.retry()
      const unsure = [...journal.all()].filter(({ stored }) => !stored).map(({ id }) => id)
      for (const id of new Set([...unsure, ...results.unwritten()])) {
        const result = results.get(id)
        const percent = running.get(id)?.percent
        if (result) say(toMessage(id, result))
        else if (percent === undefined) say({ type: 'accepted', command_id: id })
        else say({ type: 'progress', command_id: id, percent })
      }
    },
    isBusy() {
      if (results.unwritten().length > 0) return true
      return [...journal.all()].some(
        ({ type, started, result, stored }) =>
          started && !stored && result === undefined && !handlerOf.get(type)?.resumable,
      )
    },
    resume() {
      for (const command of [...journal.all()]) {
        // Stored without a result: the line of that was damaged. The server has it, and it is not done again.
        if (command.result !== undefined || command.stored) continue
        if (!command.started || handlerOf.get(command.type)?.resumable) waiting.push(command)
        else end(command.id, { state: 'failed', reason: 'interrupted', message: reasonSentence('interrupted') })
      }
      startNext()
    },
    async stop(graceMilliseconds) {
      stopping = true
      tools.deferrals.clear()
      for (const [id, { abort }] of running) {
        if (handlerOf.get(journal.get(id)?.type ?? '')?.resumable) abort.abort(new Error('the agent is stopping'))
      }
      const done = Promise.allSettled([...running.values()].map((entry) => entry.done))
      await Promise.race([done, new Promise((resolve) => setTimeout(resolve, graceMilliseconds).unref())])
      // The next start says of what is left that it was interrupted; this one must not be held up by it.
      for (const { abort } of running.values()) abort.abort(new Error('the agent is stopping'))
      results.retry()
    },
    async abandon(graceMilliseconds) {
      stopping = true
      tools.deferrals.clear()
      for (const { id } of waiting.splice(0)) end(id, { state: 'cancelled' })
      for (const entry of running.values()) {
        entry.cancelled = true
        entry.abort.abort(new Error('the enrolment has ended'))
      }
      const done = Promise.allSettled([...running.values()].map((entry) => entry.done))
      await Promise.race([done, new Promise((resolve) => setTimeout(resolve, graceMilliseconds).unref())])
      for (const id of running.keys()) {
        end(id, { state: 'failed', reason: 'interrupted', message: reasonSentence('interrupted') })
      }
    },
  }
}
