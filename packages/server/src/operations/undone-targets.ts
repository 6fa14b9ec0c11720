import { stateOfCode, type TargetState } from '@muster/core/action/life-cycle.ts'
import { type Reason, reasonOfCode } from '@muster/core/action/reason.ts'
import type { Leaves } from '../db/actions/list-leaves.ts'
import type { UndoneGroup } from '../db/actions/undo-targets.ts'
import type { Outcomes } from './outcomes.ts'

/** The devices that an action changed, in its order, each with what becomes of undoing it. */
export class UndoneTargets implements Outcomes {
  readonly count: number
  readonly #groups: readonly UndoneGroup[]
  readonly #groupOf: Int32Array
  readonly #deviceIds: string[] = []

  constructor(groups: readonly UndoneGroup[]) {
    const positions = groups.map((group) => group.positions.split(','))
    this.count = positions.reduce((sum, own) => sum + own.length, 0)
    this.#groups = groups
    this.#groupOf = new Int32Array(this.count)
    for (const [group, own] of positions.entries()) {
      const deviceIds = groups[group]!.device_ids.split('\n')
      for (const [index, position] of own.entries()) {
        this.#groupOf[Number(position)] = group
        this.#deviceIds[Number(position)] = deviceIds[index]!
      }
    }
  }

  identifierAt(place: number): string {
    return this.#deviceIds[place]!
  }

  deviceIdAt(place: number): string {
    return this.#deviceIds[place]!
  }

  stateAt(place: number): TargetState {
    return stateOfCode(this.#groupAt(place).state)
  }

  reasonAt(place: number): Reason | undefined {
    return reasonOfCode(this.#groupAt(place).reason)
  }

  commandIdAt(): undefined {
    return undefined
  }

  /** What is put back: what the Merkle tree is over. */
  leaves(): Leaves {
    const positions = Int32Array.from(this.#groupOf.keys()).filter((place) => this.stateAt(place) === 'succeeded')
    return {
      positions,
      generations: Uint32Array.from(positions, (place) => this.#groupAt(place).generation),
      deviceIds: Array.from(positions, (place) => this.#deviceIds[place]!),
    }
  }

  /** How many targets are in each state; only states that occur. */
  countStates(): Partial<Record<TargetState, number>> {
    const counts: Partial<Record<TargetState, number>> = {}
    for (const { state, positions } of this.#groups) {
      const name = stateOfCode(state)
      counts[name] = (counts[name] ?? 0) + positions.split(',').length
    }
    return counts
  }

  #groupAt(place: number): UndoneGroup {
    return this.#groups[this.#groupOf[place]!]!
  }
}
