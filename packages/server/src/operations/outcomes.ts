import type { TargetState } from '@muster/core/action/life-cycle.ts'
import type { Reason } from '@muster/core/action/reason.ts'
import type { Leaves } from '../db/actions/list-leaves.ts'
import type { AskedIdentifiers } from './asked-identifiers.ts'
import { CommandSeal, commandIdIn, commandKey, formatCommandIds, type SealedAction } from './command-id.ts'
import type { JudgedTargets } from './judged-targets.ts'
import type { PreparedAction } from './prepare-action.ts'

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
  readonly #targets: JudgedTargets
  readonly #sealed: SealedAction
  readonly #sealKey: Buffer
  readonly #isCommand: boolean
  readonly #ownIds: Buffer
  #ownIdsText: string | undefined
  readonly #leafOfPosition: Int32Array
  readonly #otherSeals = new Map<string, CommandSeal>()

  constructor({ prepared, targets, leaves, commandIds }: TargetOutcomesParts) {
    const { asked, sealed, keys, effect } = prepared
    this.#isCommand = effect.kind === 'send-command'
    this.count = asked.places.length
    this.#asked = asked
    this.#targets = targets
    this.#sealed = sealed
    this.#sealKey = keys.sealKey
    this.#ownIds = commandIds
    this.#leafOfPosition = new Int32Array(targets.count)
    const { positions } = leaves
    for (let index = 0; index < positions.length; index += 1) this.#leafOfPosition[positions[index]!] = index
  }

  identifierAt(place: number): string {
    return this.#asked.places[place]!
  }

  stateAt(place: number): TargetState {
    return this.#targets.stateAt(this.#positionOf(place))
  }

  reasonAt(place: number): Reason | undefined {
    return this.#targets.reasonAt(this.#positionOf(place))
  }

  deviceIdAt(place: number): string | undefined {
    return this.#targets.deviceIdAt(this.#positionOf(place))
  }

  commandIdAt(place: number): string | undefined {
    if (!this.#isCommand) return undefined
    const position = this.#positionOf(place)
    const sameAs = this.#targets.sameAsAt(position)
    if (sameAs !== undefined && sameAs.actionId !== this.#sealed.actionId) return this.#waitingCommandId(sameAs)
    if (sameAs === undefined && this.#targets.stateAt(position) !== 'queued') return undefined
    this.#ownIdsText ??= formatCommandIds(this.#ownIds)
    return commandIdIn(this.#ownIdsText, this.#leafOfPosition[sameAs?.position ?? position]!)
  }

  #positionOf(place: number): number {
    return this.#asked.positionOfPlace[place]!
  }

  // An equal command has equal type and parameters: its ids differ by the action alone.
  #waitingCommandId({ actionId, position }: { actionId: string; position: number }): string {
    let seal = this.#otherSeals.get(actionId)
    if (seal === undefined) {
      seal = new CommandSeal(commandKey(this.#sealKey, { ...this.#sealed, actionId }), actionId)
      this.#otherSeals.set(actionId, seal)
    }
    return seal.idAt(position)
  }
}

interface TargetOutcomesParts {
  readonly prepared: PreparedAction
  readonly targets: JudgedTargets
  /** Of the action's tree, with their command ids. */
  readonly leaves: Leaves
  readonly commandIds: Buffer
}
