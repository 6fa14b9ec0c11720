import type { CommandNews, Farewell, Hello, Result, ServerMessage, Welcome } from '@muster/core/agent/messages.ts'
import type { Obedience } from '../command/verify-command.ts'
import { type BackOff, backOff } from '../connection/back-off.ts'
import type { Enrolment } from '../connection/converse.ts'
import { createSessionHolder, type SessionHolder } from '../connection/session-holder.ts'
import { acknowledge } from './acknowledge.ts'
import { Conversation } from './conversation.ts'
import { simulatedFacts } from './devices.ts'
import { enrolIndividual } from './enrol-individual.ts'
import { takeFarewell } from './farewell.ts'
import { findingsOf } from './findings.ts'
import { helloOf } from './hello.ts'
import type { Individual } from './identities.ts'
import { noteError } from './measures.ts'
import { closeProblem, isExpectedRefusal } from './problems.ts'
import { type Random, randomFrom } from './random.ts'
import type { Appointment } from './wheel.ts'
import { Work } from './work.ts'
import { agentNow } from './work-facts.ts'
import type { World } from './world.ts'

/** What follows when the connection is gone. */
type Next = 'again' | 'at once' | 'after death' | 'enrol anew' | 'never'

const goodMilliseconds = 20_000
/** How long the dead and the dismissed stay away. */
const awayMilliseconds = [500, 3000] as const

/** One simulated device: it enrols, stays connected, hands its commands to `Work`, and breaks off as the knobs say. */
export class SimulatedAgent {
  readonly index: number
  readonly world: World
  readonly random: Random
  readonly work: Work
  /** The token of the latest connection; uploads wait for it. */
  readonly session: SessionHolder = createSessionHolder()
  /** Seconds by which its clock is wrong. */
  readonly #skew: number
  #individual: Individual
  #conversation: Conversation | undefined
  #welcomedAt = 0
  #connection = 0
  #connections = 0
  #hasForgotten = false
  #token: string | undefined
  #lying = false
  #refused = false
  #next: Next = 'again'
  #wait: BackOff | undefined
  #return: Appointment | undefined

  constructor(world: World, individual: Individual) {
    this.world = world
    this.index = individual.index
    this.#individual = individual
    this.random = randomFrom(world.seed, individual.index)
    const { clockSkew } = world.knobs
    this.#skew = clockSkew === 0 ? 0 : Math.round(this.random.between(-clockSkew, clockSkew))
    this.work = new Work(this)
  }

  get enrolment(): Enrolment | undefined {
    return this.#individual.enrolment
  }

  get isWelcome(): boolean {
    return this.#conversation?.isWelcome === true
  }

  /** An earlier enrolment of it ended in this run: receipts for its commands may still arrive. */
  get hasForgotten(): boolean {
    return this.#hasForgotten
  }

  /** Enrols where it has to, goes on with what an earlier run left, and connects. */
  async start(): Promise<void> {
    if (this.#individual.enrolment === undefined && !(await this.#enrol())) return
    this.work.resume()
    this.#connect()
  }

  /** The line breaks, and it comes back at once, whoever else does. */
  storm(): void {
    if (!this.isWelcome || this.#next !== 'again') return
    this.#next = 'at once'
    this.#conversation?.cut()
  }

  /** Dies at some moment of this time, and is back some seconds later with no more than its journal. */
  dieWithin(milliseconds: number): void {
    const { wheel, measures } = this.world
    wheel.after(this.random.between(0, milliseconds), () => {
      if (!this.isWelcome || this.#next !== 'again') return
      measures.counts.deaths += 1
      this.work.drop()
      this.#next = 'after death'
      this.#conversation?.cut()
    })
  }

  /** Says goodbye; resolves when the connection is closed. */
  async stop(): Promise<void> {
    this.#next = 'never'
    this.#return?.cancel()
    this.work.drop()
    if (this.isWelcome) this.#conversation?.send({ type: 'goodbye', connection: this.#connection })
    await this.#conversation?.leave()
  }

  obedience(): Obedience {
    const { device_id, generation } = this.#individual.enrolment!
    return {
      accountKey: this.world.accountKeyOf(this.#individual.enrolment!),
      deviceId: device_id,
      generation,
      abilities: simulatedFacts.abilities,
      now: agentNow() + this.#skew,
    }
  }

  acknowledge(news: CommandNews): void {
    const conversation = this.#conversation
    if (conversation === undefined) return
    const isOpen = () => conversation.isWelcome
    acknowledge(this.world, { random: this.random, isOpen, send: (message) => conversation.send(message) }, news)
  }

  /** Past the knobs. */
  say(message: Result): void {
    this.#conversation?.send(message)
  }

  async #enrol(): Promise<boolean> {
    const { world } = this
    const enrolled = await enrolIndividual(world, this.#individual, this.#token ?? world.token)
    if (enrolled === undefined) {
      // Nothing to connect with: the run goes on without it.
      world.measures.present -= 1
      return false
    }
    this.#individual = enrolled
    return true
  }

  #connect({ atOnce = false } = {}): void {
    this.#next = 'again'
    this.#refused = false
    this.#conversation = new Conversation(this.world, {
      hello: (nonce) => this.#hello(nonce),
      firstBeat: () => this.random.between(0.1, 1),
      welcome: (welcome) => this.#welcome(welcome),
      message: (message) => this.#hear(message),
      closed: (code, problem) => this.#closed(code, problem),
    })
    void this.#conversation.open({ atOnce })
  }

  #hello(nonce: string): Hello {
    const { world, index, random } = this
    const other = random.chance(world.knobs.lieAboutId) ? world.anotherEnrolment(index) : undefined
    this.#lying = other !== undefined
    if (other) world.measures.counts.lies_told += 1
    return helloOf(this.#individual, nonce, other)
  }

  #welcome({ session, connection }: Welcome): void {
    const { measures } = this.world
    if (this.#lying) noteError(measures, 'the server believed a lie', { expected: false })
    this.#welcomedAt = performance.now()
    this.#connection = connection
    this.session.set(session)
    measures.counts.connections += 1
    if (this.#connections > 0) measures.counts.reconnects += 1
    this.#connections += 1
    this.work.report()
    this.#sayFindings([])
  }

  /** Which of them do is the same in every run. */
  #sayFindings(lookedFor: readonly string[]): void {
    if (!randomFrom(this.world.seed, -1 - this.index).chance(this.world.knobs.checks)) return
    this.#conversation?.send(findingsOf(this.index, agentNow() + this.#skew, lookedFor))
  }

  #hear(message: ServerMessage) {
    const { counts } = this.world.measures
    switch (message.type) {
      case 'session':
        counts.sessions_renewed += 1
        return this.session.set(message.session)
      case 'command':
        return this.work.offer(message)
      case 'look_for':
        return this.#sayFindings(message.software)
      case 'cancel':
        return this.work.cancel(message.command_id)
      case 'stored':
        return this.work.stored(message.command_ids)
      case 'disowned':
        return this.work.disowned(message.command_ids)
      case 'retired':
      case 'uninstall':
      case 'renewed':
      case 'enrol_anew':
        return this.#farewell(message)
      case 'refused':
        this.#refused = true
        if (this.#lying && message.code === 'not_recognised') counts.lies_refused += 1
        else {
          const expected = isExpectedRefusal(message.code)
          noteError(this.world.measures, `refused: ${message.code}`, { expected })
        }
    }
  }

  #farewell(message: Farewell): void {
    const { world } = this
    const after = takeFarewell(world, this.#individual, message, this.random)
    if (after === undefined) return
    this.work.forget()
    this.#hasForgotten = true
    this.#individual = after.individual
    this.#next = after.next
    this.#token = after.token
    if (after.next === 'never') world.measures.present -= 1
  }

  #closed(code: number, problem: string) {
    const { world, random } = this
    this.work.disconnected()
    switch (this.#next) {
      case 'never':
        return
      case 'at once':
        return this.#connect({ atOnce: true })
      case 'after death':
        return this.#later(random.between(...awayMilliseconds), () => {
          this.work.resume()
          this.#connect()
        })
      case 'enrol anew':
        return this.#later(random.between(...awayMilliseconds), async () => {
          if (!(await this.#enrol())) return
          world.measures.counts.enrolled_again += 1
          this.#connect()
        })
      case 'again': {
        const { kind, expected } = closeProblem(code, problem)
        if (!this.#refused) noteError(world.measures, kind, { expected })
        this.#wait ??= backOff({ firstMilliseconds: 1000, longestMilliseconds: 60_000, random: () => random.next() })
        if (this.#welcomedAt > 0 && performance.now() - this.#welcomedAt > goodMilliseconds) this.#wait.reset()
        return this.#later(this.#wait.next(), () => this.#connect())
      }
    }
  }

  #later(milliseconds: number, run: () => void) {
    this.#return = this.world.wheel.after(milliseconds, run)
  }
}
