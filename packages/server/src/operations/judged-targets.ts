import { setImmediate } from 'node:timers/promises'
import { stateCode, stateOfCode, type TargetState } from '@muster/core/action/life-cycle.ts'
import { type Reason, reasonOfCode } from '@muster/core/action/reason.ts'
import type { JudgedGroup } from '../db/actions/judged-targets.ts'
import type { Leaves } from '../db/actions/list-leaves.ts'
import { Conflict } from './conflict.ts'

const applied = [stateCode('succeeded'), stateCode('queued')]
const targetsPerTurn = 20_000
const comma = 0x2c
const zero = 0x30

/** The target whose command stands for another one. */
export interface SameAs {
  readonly actionId: string
  readonly position: number
}

/** The judged targets of one action, by position, in columns: 100 000 objects would cost more than the rest. */
export class JudgedTargets {
  readonly count: number
  readonly #states: Int16Array
  readonly #reasons: Uint8Array
  readonly #generations: Uint32Array
  readonly #deviceIds: (string | undefined)[]
  readonly #actionId: string
  readonly #sameAs = new Map<number, SameAs>()
  #known = 0

  constructor(actionId: string, count: number) {
    this.#actionId = actionId
    this.count = count
    this.#states = new Int16Array(count).fill(-1)
    this.#reasons = new Uint8Array(count)
    this.#generations = new Uint32Array(count)
    this.#deviceIds = new Array(count)
  }

  /** Takes in what the database judged. @throws Conflict where a device is of a kind newer than the verdicts */
  async take(groups: readonly JudgedGroup[], identifiers: readonly string[]): Promise<void> {
    for (const { state, reason, generation, ...texts } of groups) {
      if (state < 0) throw new Conflict('a device is of a kind not seen before')
      const positions = parseNumbers(texts.positions)
      const deviceIds = texts.device_ids?.split('\n')
      const sameAs = texts.same_as?.split(',')
      for (let index = 0; index < positions.length; index += 1) {
        const position = positions[index]!
        this.#states[position] = state
        this.#reasons[position] = reason
        this.#generations[position] = generation
        this.#deviceIds[position] = deviceIds === undefined ? identifiers[position] : deviceIds[index] || undefined
        if (sameAs) this.#sameAs.set(position, this.#parseSameAs(sameAs[index]!))
        if (index % targetsPerTurn === targetsPerTurn - 1) await setImmediate()
      }
      this.#known += positions.length
    }
  }

  // The position alone: of this action.
  #parseSameAs(text: string): SameAs {
    const [position, actionId = this.#actionId] = text.split(' ').reverse()
    return { actionId, position: Number(position) }
  }

  /** The positions that nothing is known of yet. */
  unknown(): number[] {
    if (this.#known === this.count) return []
    return Array.from(this.#states.keys()).filter((position) => this.#states[position] === -1)
  }

  stateAt(position: number): TargetState {
    return stateOfCode(this.#states[position]!)
  }

  reasonAt(position: number): Reason | undefined {
    return reasonOfCode(this.#reasons[position]!)
  }

  deviceIdAt(position: number): string | undefined {
    return this.#deviceIds[position]
  }

  sameAsAt(position: number): SameAs | undefined {
    return this.#sameAs.get(position)
  }

  /** The targets that the action applies to: what its Merkle tree is over. */
  leaves(): Leaves {
    const all = this.#states.every((state) => applied.includes(state))
    const positions = all
      ? identity(this.count)
      : identity(this.count).filter((at) => applied.includes(this.#states[at]!))
    return {
      positions,
      generations: all ? this.#generations : Uint32Array.from(positions, (at) => this.#generations[at]!),
      deviceIds: (all ? this.#deviceIds : Array.from(positions, (at) => this.#deviceIds[at])) as string[],
    }
  }

  /** How many targets are in each state; only states that occur. */
  countStates(): Partial<Record<TargetState, number>> {
    const counts = new Array<number>(64).fill(0)
    for (const state of this.#states) counts[state]! += 1
    return Object.fromEntries(counts.flatMap((count, state) => (count > 0 ? [[stateOfCode(state), count]] : [])))
  }
}

function identity(count: number): Int32Array {
  const positions = new Int32Array(count)
  for (let position = 0; position < count; position += 1) positions[position] = position
  return positions
}

/** Numbers separated by commas, without a string for each. */
function parseNumbers(text: string): Int32Array {
  let count = 1
  for (let at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) count += 1
  const numbers = new Int32Array(count)
  let index = 0
  let number = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === comma) {
      numbers[index] = number
      index += 1
      number = 0
    } else number = number * 10 + code - zero
  }
  numbers[index] = number
  return numbers
}
