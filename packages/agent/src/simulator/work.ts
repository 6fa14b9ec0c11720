import { reasonSentence } from '@muster/core/action/reason.ts'
import type { CommandStatement } from '@muster/core/agent/command-statement.ts'
import type { Command, CommandNews } from '@muster/core/agent/messages.ts'
import { verifyCommand } from '../command/verify-command.ts'
import type { EndResult, JournalEntry } from '../journal/entries.ts'
import type { SimulatedAgent } from './agent.ts'
import { carryOut, type Run } from './carry-out.ts'
import { Deferrals } from './deferrals.ts'
import type { AgentJournal } from './journals.ts'
import { noteError, noteTime } from './measures.ts'
import type { Appointment } from './wheel.ts'
import { agentNow, deferSeconds, isResumable, madeAt } from './work-facts.ts'

/**
 * What an agent does with its commands: verify, journal, acknowledge, carry out once, report until it is stored. The
 * same rules as `command/worker`, without a thread of its own for each. A class, since thousands share its methods.
 */
export class Work {
  readonly #agent: SimulatedAgent
  #journal: AgentJournal
  readonly #runs = new Map<string, Run>()
  readonly #rejected = new Set<string>()
  readonly #lies = new Set<string>()
  readonly #deferred: Deferrals
  #sayingAgain: Appointment | undefined

  constructor(agent: SimulatedAgent) {
    this.#agent = agent
    this.#deferred = new Deferrals(agent.world)
    this.#journal = agent.world.journals.find(agent.index) ?? new Map()
    for (const { result, stored } of this.#journal.values()) {
      if (!(result && stored)) agent.world.measures.under_way += 1
    }
  }

  offer(command: Command) {
    const { world } = this.#agent
    const { counts } = world.measures
    const { command_id: id } = command
    counts.commands_received += 1
    world.stir()
    world.noteCommand(this.#agent.index, id)
    const known = this.#journal.get(id)
    if (known) {
      counts.commands_again += 1
      return this.#say(known.result ? result(id, known.result) : { type: 'accepted', command_id: id })
    }
    if (this.#deferred.has(id)) {
      counts.commands_again += 1
      return this.#sayDeferred(id)
    }
    const verdict = verifyCommand(command, this.#agent.obedience(), world.readStatement)
    if (!verdict.obey) return this.#refuse(id, verdict.reason)
    counts.commands_verified += 1
    noteTime(world.measures, 'deliver', Date.now() - madeAt(verdict.statement.action_id))
    this.#consider(id, verdict.statement)
  }

  /** Takes it, or puts it off and thinks again; what is put off survives neither a cancel nor the connection. */
  #consider(id: string, statement: CommandStatement): void {
    const { world, random } = this.#agent
    if (random.chance(world.knobs.defer)) {
      this.#deferred.putOff(id, deferSeconds, () => {
        if (this.#agent.isWelcome) this.#consider(id, statement)
      })
      this.#sayDeferred(id)
      return
    }
    const { action_id, type, params, expires_at } = statement
    this.#write({ entry: 'accepted', id, at: agentNow(), action_id, type, params, expires_at })
    world.measures.under_way += 1
    this.#runs.set(id, { receivedAt: performance.now() })
    this.#say({ type: 'accepted', command_id: id })
    if (random.chance(world.knobs.dieAfterAccept)) this.#agent.dieWithin(world.knobs.workTime)
    this.#start(id)
  }

  /** The connection is gone: the server hands out again what was put off. */
  disconnected(): void {
    this.#deferred.clear()
  }

  cancel(id: string) {
    this.#agent.world.measures.counts.cancels_received += 1
    this.#agent.world.stir()
    const known = this.#journal.get(id)
    if (known?.result) return this.#say(result(id, known.result))
    this.#deferred.drop(id)
    this.#callOff(id)
    if (known === undefined) this.#agent.world.measures.under_way += 1
    this.#end(id, { state: 'cancelled' })
  }

  /** The server has these results for good. */
  stored(ids: readonly string[]): void {
    const { measures } = this.#agent.world
    for (const id of ids) {
      if (this.#lies.has(id)) noteError(measures, 'the server believed a lie', { expected: false })
      else if (this.#settle(id, 'stored')) measures.counts.results_stored += 1
      else if (!this.#rejected.has(id) && !this.#journal.has(id)) {
        noteError(measures, 'a receipt for a result that was never said', { expected: this.#agent.hasForgotten })
      }
    }
  }

  disowned(ids: readonly string[]): void {
    const { measures } = this.#agent.world
    for (const id of ids) {
      if (this.#lies.has(id)) measures.counts.lies_refused += 1
      else if (this.#journal.get(id)?.stored === false) {
        if (this.#settle(id, 'disowned')) measures.counts.results_disowned += 1
        noteError(measures, 'the server disowned a command that it had given', { expected: false })
      }
    }
  }

  /** After connecting: where everything stands that the server may not know of. */
  report(): void {
    for (const { id, result: ended, stored } of this.#journal.values()) {
      if (ended === undefined) this.#say({ type: 'accepted', command_id: id })
      else if (!stored) this.#say(result(id, ended))
    }
  }

  /** Goes on after a death, or with what an earlier run of the simulator left. */
  resume(): void {
    for (const { id, type, started, result: ended } of [...this.#journal.values()]) {
      if (ended !== undefined || this.#runs.get(id)?.appointment) continue
      if (!started || isResumable(type)) this.#start(id)
      else {
        this.#agent.world.measures.counts.interrupted += 1
        this.#end(id, { state: 'failed', reason: 'interrupted', message: reasonSentence('interrupted') })
      }
    }
  }

  /** The agent is dead, or its enrolment over: nothing goes on. */
  drop(): void {
    for (const id of this.#runs.keys()) this.#callOff(id)
    this.#runs.clear()
  }

  /** It enrolled anew: the commands of the older enrolment are nobody's. */
  forget(): void {
    this.drop()
    for (const { result: ended, stored } of this.#journal.values()) {
      if (!(ended && stored)) this.#agent.world.measures.under_way -= 1
    }
    this.#agent.world.journals.forget(this.#agent.index, this.#journal)
    this.#journal = new Map()
  }

  #refuse(id: string, reason: Parameters<typeof reasonSentence>[0]): void {
    const { measures, knobs } = this.#agent.world
    measures.counts.commands_refused += 1
    const expected = reason === 'refused_expired' && knobs.clockSkew > 0
    noteError(measures, `refused a command: ${reason}`, { expected })
    this.#rejected.add(id)
    this.#say(result(id, { state: 'rejected', reason, message: reasonSentence(reason) }))
  }

  #start(id: string): void {
    const { world } = this.#agent
    const command = this.#journal.get(id)!
    const run = this.#runs.get(id) ?? { receivedAt: performance.now() }
    this.#runs.set(id, run)
    if (!command.started) {
      this.#write({ entry: 'started', id, at: agentNow() })
      world.effect(id)
    }
    carryOut(this.#agent, command, run, {
      halfDone: () => this.#say({ type: 'progress', command_id: id, percent: 50 }),
      end: (ended) => this.#end(id, ended),
    })
  }

  #end(id: string, ended: EndResult): void {
    this.#write({ entry: 'ended', id, at: agentNow(), result: ended })
    this.#agent.world.stir()
    this.#say(result(id, ended))
  }

  #sayDeferred(id: string): void {
    const retry_at = agentNow() + deferSeconds
    this.#say({ type: 'deferred', command_id: id, reason: 'The simulator was told to put it off.', retry_at })
  }

  #callOff(id: string): void {
    const run = this.#runs.get(id)
    run?.appointment?.cancel()
    run?.abort?.abort(new Error('it was called off'))
  }

  /** False where nothing was waiting for this receipt. */
  #settle(id: string, how: 'stored' | 'disowned'): boolean {
    const { world } = this.#agent
    const known = this.#journal.get(id)
    if (known === undefined || known.stored || known.result === undefined) return false
    this.#write({ entry: 'stored', id })
    world.measures.under_way -= 1
    world.stir()
    const run = this.#runs.get(id)
    this.#runs.delete(id)
    if (run?.saidAt !== undefined && how === 'stored') {
      noteTime(world.measures, 'store', performance.now() - run.saidAt)
      noteTime(world.measures, 'complete', performance.now() - run.receivedAt)
    }
    return true
  }

  #say(news: CommandNews): void {
    const run = this.#runs.get(news.command_id)
    if (news.type === 'result') {
      if (run) run.saidAt ??= performance.now()
      this.#sayAgainLater()
    }
    this.#agent.acknowledge(news)
    this.#lie()
  }

  /** As if another agent's command were its own; the truth was said before. */
  #lie(): void {
    const { world, random, index } = this.#agent
    if (!random.chance(world.knobs.lieAboutId)) return
    const id = world.anotherCommand(index)
    if (id === undefined || this.#journal.has(id) || !this.#agent.isWelcome) return
    this.#lies.add(id)
    world.measures.counts.lies_told += 1
    this.#agent.say({ type: 'result', command_id: id, state: 'failed', reason: 'agent_error', message: 'a lie' })
  }

  #sayAgainLater(): void {
    const { world } = this.#agent
    this.#sayingAgain ??= world.wheel.after(world.knobs.sayAgain * 1000, () => {
      this.#sayingAgain = undefined
      if (!this.#agent.isWelcome) return
      for (const { id, result: ended, stored } of this.#journal.values()) {
        if (ended !== undefined && !stored) this.#say(result(id, ended))
      }
    })
  }

  #write(entry: JournalEntry): void {
    this.#agent.world.journals.append(this.#agent.index, this.#journal, entry)
  }
}

function result(id: string, ended: EndResult): CommandNews {
  return { type: 'result', command_id: id, ...ended }
}
