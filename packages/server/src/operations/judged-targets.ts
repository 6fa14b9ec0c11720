import { setImmediate } from 'node:timers/promises'
import { stateCode, stateOfCode, type TargetState } from '@muster/core/action/life-cycle.ts'
import { type Reason, reasonOfCode } from '@muster/core/action/reason.ts'
import type { NewTargets } from '../db/actions/add-targets.ts'
import type { JudgedRows } from '../db/actions/change-devices.ts'
import type { JudgedGroup } from '../db/actions/judge-targets.ts'
import type { Leaves } from '../db/actions/list-leaves.ts'
import { Conflict } from './conflict.ts'
import { parseNumbers } from './parse-numbers.ts'

const applied = [stateCode('succeeded'), stateCode('queued')]
const targetsPerTurn = 20_000
const unknown = -1

/** The target whose command stands for another one. */
export interface SameAs {
  readonly actionId: string
  readonly position: number
}

/** The judged targets of one action, by position, in columns: 100 000 objects would cost more than the rest. */
export class JudgedTargets {
  readonly count: number
  readonly #actionId: string
  readonly #groups: JudgedGroup[] = []
  readonly #groupOf: Int32Array
  readonly #deviceIds: (string | undefined)[]
  /** The one group that there is: its texts hold for the whole action, as they are. */
  #whole: JudgedGroup | undefined
  /** Else they are taken apart, by position. */
  readonly #deviceKeys: string[]
  readonly #rowIds: string[]
  readonly #rowVersions: string[]
  readonly #sameAs = new Map<number, number>()
  #leaves: Leaves | undefined

  constructor(actionId: string, count: number) {
    this.#actionId = actionId
    this.count = count
    this.#groupOf = new Int32Array(count).fill(unknown)
    this.#deviceIds = new Array(count)
    this.#deviceKeys = new Array(count)
    this.#rowIds = new Array(count)
    this.#rowVersions = new Array(count)
  }

  /**
   * Takes in what the database judged. What it says of one position twice is not known yet, and nothing of it is kept:
   * several devices have that MAC address. @throws Conflict where a device is of a kind newer than the verdicts
   */
  async take(groups: readonly JudgedGroup[], identifiers: readonly string[]): Promise<void> {
    const several = new Set<number>()
    for (const group of groups) {
      if (group.state < 0) throw new Conflict('a device is of a kind not seen before')
      const groupIndex = this.#groups.push(group) - 1
      const positions = parseNumbers(group.positions)
      if (groups.length === 1 && this.#isWhole(group, positions)) this.#whole = group
      else this.#takeApart(group, positions)
      const deviceIds = group.device_ids?.split('\n')
      for (let index = 0; index < positions.length; index += 1) {
        const position = positions[index]!
        if (this.#groupOf[position] !== unknown) several.add(position)
        this.#groupOf[position] = groupIndex
        this.#deviceIds[position] = deviceIds === undefined ? identifiers[position] : deviceIds[index] || undefined
        if (index % targetsPerTurn === targetsPerTurn - 1) await setImmediate()
      }
    }
    for (const position of several) this.#forget(position)
  }

  #isWhole({ device_keys, same_as_positions }: JudgedGroup, positions: Int32Array): boolean {
    return (
      device_keys !== null &&
      same_as_positions === null &&
      positions.length === this.count &&
      positions.every((position, index) => position === index)
    )
  }

  #takeApart({ device_keys, row_ids, row_versions, same_as_positions }: JudgedGroup, positions: Int32Array): void {
    spread(device_keys?.split(',') ?? [], positions, this.#deviceKeys)
    spread(row_ids?.split(';') ?? [], positions, this.#rowIds)
    spread(row_versions?.split(';') ?? [], positions, this.#rowVersions)
    for (const [index, position] of (same_as_positions?.split(',') ?? []).entries()) {
      this.#sameAs.set(positions[index]!, Number(position))
    }
  }

  #forget(position: number): void {
    this.#groupOf[position] = unknown
    this.#deviceIds[position] = undefined
    this.#deviceKeys[position] = ''
    this.#sameAs.delete(position)
  }

  /** The positions that nothing is known of yet. */
  unknown(): number[] {
    return this.#groupOf.includes(unknown) ? where(this.#groupOf, (group) => group === unknown) : []
  }

  stateAt(position: number): TargetState {
    return stateOfCode(this.#groupAt(position).state)
  }

  reasonAt(position: number): Reason | undefined {
    return reasonOfCode(this.#groupAt(position).reason)
  }

  deviceIdAt(position: number): string | undefined {
    return this.#deviceIds[position]
  }

  sameAsAt(position: number): SameAs | undefined {
    const other = this.#sameAs.get(position)
    return other === undefined
      ? undefined
      : { actionId: this.#groupAt(position).same_as_action ?? this.#actionId, position: other }
  }

  #groupAt(position: number): JudgedGroup {
    return this.#groups[this.#groupOf[position]!]!
  }

  /** The targets that the action applies to: what its Merkle tree is over. Once nothing is unknown. */
  leaves(): Leaves {
    this.#leaves ??= this.#findLeaves()
    return this.#leaves
  }

  #findLeaves(): Leaves {
    const { count } = this
    if (this.#whole && applied.includes(this.#whole.state)) {
      const positions = new Int32Array(count)
      for (let position = 0; position < count; position += 1) positions[position] = position
      const generations = new Uint32Array(count).fill(this.#whole.generation)
      return { positions, generations, deviceIds: this.#deviceIds as string[] }
    }
    const isApplied = this.#groups.map(({ state }) => applied.includes(state))
    const positions = where(this.#groupOf, (group) => isApplied[group]!)
    return {
      positions: Int32Array.from(positions),
      generations: Uint32Array.from(positions.map((at) => this.#groupAt(at).generation)),
      deviceIds: positions.map((at) => this.#deviceIds[at]!),
    }
  }

  /** How many targets are in each state; only states that occur. */
  countStates(): Partial<Record<TargetState, number>> {
    const sizes = new Array<number>(this.#groups.length).fill(0)
    for (const group of this.#groupOf) sizes[group]! += 1
    const counts: Partial<Record<TargetState, number>> = {}
    for (const [index, { state }] of this.#groups.entries()) {
      if (sizes[index]! > 0) counts[stateOfCode(state)] = (counts[stateOfCode(state)] ?? 0) + sizes[index]!
    }
    return counts
  }

  /** For the database: all of them, as rows. */
  toRows(): Pick<NewTargets, 'deviceKeys' | 'groups' | 'groupOf' | 'sameAs'> {
    const alike = this.#groups.length === 1 && this.#sameAs.size === 0
    return {
      deviceKeys: this.#whole?.device_keys ?? this.#deviceKeys.join(','),
      groups: this.#groups,
      groupOf: alike ? undefined : this.#groupOf.join(','),
      sameAs: alike ? undefined : Array.from({ length: this.count }, (_, at) => this.#sameAs.get(at) ?? '').join(','),
    }
  }

  /** Where the rows of the devices lie that are to be changed. */
  rowsToChange(): JudgedRows {
    const { device_keys, row_ids, row_versions } = this.#whole ?? {}
    if (device_keys && row_ids && row_versions) {
      return { deviceKeys: device_keys, rowIds: row_ids, rowVersions: row_versions }
    }
    const succeeded = this.#groups.map(({ state }) => state === stateCode('succeeded'))
    const positions = where(this.#groupOf, (group) => succeeded[group]!)
    const pick = (column: readonly string[], separator: string) => positions.map((at) => column[at]!).join(separator)
    return {
      deviceKeys: pick(this.#deviceKeys, ','),
      rowIds: pick(this.#rowIds, ';'),
      rowVersions: pick(this.#rowVersions, ';'),
    }
  }
}

function spread(values: readonly string[], positions: Int32Array, column: string[]): void {
  for (let index = 0; index < values.length; index += 1) column[positions[index]!] = values[index]!
}

function where(groupOf: Int32Array, holds: (group: number) => boolean): number[] {
  const positions: number[] = []
  for (let position = 0; position < groupOf.length; position += 1)
    if (holds(groupOf[position]!)) positions.push(position)
  return positions
}
