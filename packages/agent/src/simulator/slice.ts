import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { readAccountKey } from '../state/identity.ts'
import { SimulatedAgent } from './agent.ts'
import { newKey } from './enrol-individual.ts'
import { createGate } from './gate.ts'
import { openIdentities } from './identities.ts'
import { openJournals } from './journals.ts'
import type { Knobs } from './knobs.ts'
import { emptyMeasures, type Measures } from './measures.ts'
import { randomFrom } from './random.ts'
import { makeReportFiles } from './report-files.ts'
import { createStatementCache } from './statement-cache.ts'
import { createWheel } from './wheel.ts'
import type { World } from './world.ts'

/** What one process simulates: the agents from one number to before another. Plain data, so that it can be sent. */
export interface SliceOrder {
  readonly from: number
  readonly to: number
  readonly server: string
  readonly ca?: string | undefined
  readonly token?: string | undefined
  readonly state?: string | undefined
  readonly ledger?: string | undefined
  readonly seed: number
  readonly knobs: Knobs
  /** Connections under way at a time, of this process; a storm heeds it not. */
  readonly connectAtOnce: number
}

export interface Slice {
  readonly measures: Measures
  /** Milliseconds since anything but a heartbeat happened. */
  quietFor(): number
  stop(): Promise<void>
}

const enrolAtOnce = 32
/** Each is a connection of its own, beside the agent's. */
const uploadsAtOnce = 200
/** Commands that those who lie choose from. */
const recentMax = 256

/** Starts the agents of a slice. */
export async function startSlice(order: SliceOrder): Promise<Slice> {
  const { knobs, seed, ledger } = order
  const wheel = createWheel()
  const identities = openIdentities(order.state, order)
  const journals = openJournals(order.state, order)
  const reports = await makeReportFiles(knobs)
  const accountKeys = new Map<string, ReturnType<typeof readAccountKey>>()
  const recent: { index: number; commandId: string }[] = []
  const agents = new Map<number, SimulatedAgent>()
  const measures = emptyMeasures()
  const random = randomFrom(seed, -1 - order.from)
  const pick = <T>(values: readonly T[]): T | undefined => values[Math.floor(random.next() * values.length)]
  let stirredAt = performance.now()
  const world: World = {
    address: { server: order.server, ...(order.ca !== undefined && { ca: order.ca }) },
    token: order.token,
    seed,
    knobs,
    wheel,
    measures,
    identities,
    journals,
    reports,
    connecting: createGate(order.connectAtOnce),
    enrolling: createGate(enrolAtOnce),
    uploading: createGate(uploadsAtOnce),
    readStatement: createStatementCache(),
    accountKeyOf(enrolment) {
      const known = accountKeys.get(enrolment.account_key) ?? readAccountKey(enrolment)
      accountKeys.set(enrolment.account_key, known)
      return known
    },
    effect(commandId) {
      measures.counts.effects += 1
      if (ledger !== undefined) appendFileSync(ledger, `${commandId}\n`)
    },
    anotherEnrolment(index) {
      const other = agents.get(order.from + Math.floor(random.next() * (order.to - order.from)))
      return other?.index === index ? undefined : other?.enrolment
    },
    anotherCommand: (index) => pick(recent.filter((one) => one.index !== index))?.commandId,
    noteCommand(index, commandId) {
      recent.push({ index, commandId })
      if (recent.length > recentMax) recent.shift()
    },
    stir() {
      stirredAt = performance.now()
    },
  }

  for (let index = order.from; index < order.to; index += 1) {
    const known = identities.get(index)
    const individual = known ?? { index, hwid: `simulated-${randomUUID()}`, key: newKey() }
    if (known?.server !== undefined && known.server !== order.server) {
      throw new Error(
        `The agents of ${order.state} were enrolled at ${known.server}. Name that server, or another --state.`,
      )
    }
    // Drawn apart, so that the same agents are away whatever the others do.
    if (randomFrom(seed ^ 0x0ff, index).chance(knobs.offline)) continue
    measures.present += 1
    agents.set(index, new SimulatedAgent(world, individual))
  }
  for (const agent of agents.values()) void agent.start()
  const storm = () => {
    for (const agent of agents.values()) agent.storm()
  }
  const storms = knobs.reconnectStorm > 0 ? setInterval(storm, knobs.reconnectStorm * 1000) : undefined

  return {
    measures,
    quietFor: () => performance.now() - stirredAt,
    async stop() {
      clearInterval(storms)
      await Promise.all([...agents.values()].map((agent) => agent.stop()))
      wheel.stop()
      journals.close()
      reports.remove()
    },
  }
}
