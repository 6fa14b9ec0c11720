import type { ActionType, RuleEdition } from '@muster/core/action/action-type.ts'
import { stateCode, type TargetState } from '@muster/core/action/life-cycle.ts'
import { type Reason, reasonCode } from '@muster/core/action/reason.ts'
import { type DeviceFacts, deviceStatuses } from '@muster/core/device/facts.ts'
import { type DeviceKind, listDeviceKinds } from '../db/devices/list-device-kinds.ts'
import type { Queryable } from '../db/pool.ts'

/**
 * A type's rule, judged once for each combination of facts instead of once a device: kinds of devices × statuses.
 * Both are arrays in PostgreSQL's text form: the kinds in order, and for each kind one verdict a status.
 */
export interface VerdictTable {
  readonly kindIds: string
  /** state × 100 + reason */
  readonly verdicts: string
}

/** Kinds are immutable and few; a device of a kind that is not here yet is noticed, and the kinds read again. */
export class VerdictTables {
  #kinds: readonly DeviceKind[] | undefined
  #tables = new Map<string, VerdictTable>()

  /** `applied` is the state of a target that the rule lets through; with a `failure`, none is let through. */
  async get(
    db: Queryable,
    type: ActionType,
    edition: RuleEdition,
    { applied, failure }: { applied: 'queued' | 'succeeded'; failure?: Reason | undefined },
  ): Promise<VerdictTable> {
    const key = `${edition} ${type.name} ${failure ?? ''}`
    let table = this.#tables.get(key)
    if (table === undefined) {
      this.#kinds ??= await listDeviceKinds(db)
      table = judgeKinds(this.#kinds, (facts) => judge(type, facts, edition, { applied, failure }))
      this.#tables.set(key, table)
    }
    return table
  }

  forget(): void {
    this.#kinds = undefined
    this.#tables.clear()
  }
}

function judge(
  type: ActionType,
  facts: DeviceFacts,
  edition: RuleEdition,
  { applied, failure }: { applied: TargetState; failure?: Reason | undefined },
): readonly [TargetState, Reason | undefined] {
  if (failure !== undefined) return ['failed', failure]
  const verdict = type.appliesTo(facts, edition)
  return verdict.applies ? [applied, undefined] : ['not_supported', verdict.reason]
}

function judgeKinds(
  kinds: readonly DeviceKind[],
  judgeFacts: (facts: DeviceFacts) => readonly [TargetState, Reason | undefined],
): VerdictTable {
  const sorted = kinds.toSorted((a, b) => a.kindId - b.kindId)
  const verdicts = sorted.flatMap(({ facts }) =>
    deviceStatuses.map((status) => {
      const [state, reason] = judgeFacts({ ...facts, status })
      return stateCode(state) * 100 + reasonCode(reason)
    }),
  )
  return { kindIds: `{${sorted.map(({ kindId }) => kindId).join(',')}}`, verdicts: `{${verdicts.join(',')}}` }
}
