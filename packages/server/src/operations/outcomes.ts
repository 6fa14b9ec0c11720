import { stateCode, stateOfCode, type TargetState } from '@muster/core/action/life-cycle.ts'
import { type Reason, reasonOfCode } from '@muster/core/action/reason.ts'
import type { Leaf } from '../db/actions/list-leaves.ts'
import type { JudgedTarget } from '../db/actions/parse-judged-lines.ts'
import type { AskedIdentifiers } from './asked-identifiers.ts'
import { commandIdBytes, commandKey, formatCommandId, formatCommandIdAt, type SealedAction } from './command-id.ts'

/** What became of each place of a request, in its order; a duplicate is answered at each of its places. */
export interface Outcomes {
  readonly count: number
  /** As sent. */
  identifierAt(place: number): string
  stateAt(place: number): TargetState
  reasonAt(place: number): Reason | undefined
  deviceIdAt(place: number): string | undefined
  /** Of the command that carries it out: also where an equal one already waited. */
  commandIdAt(place: number): string | undefined
}

/** The judged targets of one action, by position. */
export class TargetOutcomes implements Outcomes {
  readonly count: number
  readonly #asked: AskedIdentifiers
  readonly #targets: readonly JudgedTarget[]
  readonly #sealed: SealedAction
  readonly #sealKey: Buffer
  readonly #ownIds: Buffer
  readonly #leafOfPosition: Int32Array
  readonly #otherKeys = new Map<string, Buffer>()

  constructor({ asked, targets, sealed, sealKey, leaves, commandIds }: TargetOutcomesParts) {
    this.count = asked.places.length
    this.#asked = asked
    this.#targets = targets
    this.#sealed = sealed
    this.#sealKey = sealKey
    this.#ownIds = commandIds
    this.#leafOfPosition = new Int32Array(targets.length)
    for (const [index, { position }] of leaves.entries()) this.#leafOfPosition[position] = index
  }

  identifierAt(place: number): string {
    return this.#asked.places[place]!
  }

  stateAt(place: number): TargetState {
    return stateOfCode(this.#targetAt(place).state)
  }

  reasonAt(place: number): Reason | undefined {
    return reasonOfCode(this.#targetAt(place).reason)
  }

  deviceIdAt(place: number): string | undefined {
    return deviceIdOf(this.#targetAt(place), this.#asked)
  }

  commandIdAt(place: number): string | undefined {
    const { position, state, sameAs } = this.#targetAt(place)
    if (sameAs !== undefined) return this.#waitingCommandId(sameAs)
    if (state !== stateCode('queued')) return undefined
    const start = this.#leafOfPosition[position]! * commandIdBytes
    return formatCommandId(this.#ownIds.subarray(start, start + commandIdBytes))
  }

  #targetAt(place: number): JudgedTarget {
    return this.#targets[this.#asked.positionOfPlace[place]!]!
  }

  // An equal command has equal type and parameters: its ids differ by the action alone.
  #waitingCommandId({ actionId, position }: { actionId: string; position: number }): string {
    let key = this.#otherKeys.get(actionId)
    if (key === undefined) {
      key = commandKey(this.#sealKey, { ...this.#sealed, actionId })
      this.#otherKeys.set(actionId, key)
    }
    return formatCommandIdAt(key, actionId, position)
  }
}

interface TargetOutcomesParts {
  readonly asked: AskedIdentifiers
  /** By position. */
  readonly targets: readonly JudgedTarget[]
  readonly sealed: SealedAction
  readonly sealKey: Buffer
  /** Of the action's tree, with their command ids. */
  readonly leaves: readonly Leaf[]
  readonly commandIds: Buffer
}

/** The targets that the action applies to: what its Merkle tree is over. */
export function leavesOf(targets: readonly JudgedTarget[], asked: AskedIdentifiers): Leaf[] {
  const applied = [stateCode('succeeded'), stateCode('queued')]
  return targets
    .filter(({ state }) => applied.includes(state))
    .map((target) => ({
      position: target.position,
      generation: target.generation,
      deviceId: deviceIdOf(target, asked)!,
    }))
}

/** How many targets are in each state; only states that occur. */
export function countStates(targets: readonly JudgedTarget[]): Partial<Record<TargetState, number>> {
  const counts: Partial<Record<TargetState, number>> = {}
  for (const { state } of targets) {
    const name = stateOfCode(state)
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

function deviceIdOf({ deviceKey, deviceId, position }: JudgedTarget, asked: AskedIdentifiers): string | undefined {
  return deviceKey === '' ? undefined : (deviceId ?? asked.identifiers[position])
}
