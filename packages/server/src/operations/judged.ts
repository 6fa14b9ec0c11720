import type { Effect } from '@muster/core/action/action-type.ts'
import { stateCode } from '@muster/core/action/life-cycle.ts'
import { reasonCode } from '@muster/core/action/reason.ts'
import type { JudgedTarget } from '../db/actions/parse-judged-lines.ts'
import type { Services } from '../services.ts'

/** The ground moved under a transaction; the whole of it may simply be tried again. */
export class Conflict extends Error {
  override readonly name = 'Conflict'
}

/** A device whose kind is newer than the verdicts: they are judged anew. */
export function requireJudged(targets: readonly JudgedTarget[]): void {
  if (targets.some(({ state }) => state < 0)) throw new Conflict('a device is of a kind not seen before')
}

/** 40001 serialization failure, 40P01 deadlock: PostgreSQL asks for another try. */
const retryable = new Set(['40001', '40P01'])
const triesMax = 6

export async function retryOnConflict<T>({ verdictTables, log }: Services, work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      const conflict = error instanceof Conflict || retryable.has((error as { code?: string }).code ?? '')
      if (!conflict || tries === triesMax) throw error
      log.info({ err: error, tries }, 'transaction tried again')
      verdictTables.forget()
    }
  }
}

/**
 * Several identifiers of a request may name one device (its id and its hardware id; two of its MAC addresses): one
 * does it, the others are marked. The device's own id comes first, as `writeTargets` looks it up first; then the order.
 */
export function markRepeats(
  { effect }: { readonly effect: Effect },
  actionId: string,
  targets: readonly JudgedTarget[],
): { targets: readonly JudgedTarget[]; repeats: readonly { position: number; first: number }[] } {
  const isCommand = effect.kind === 'send-command'
  const appliedState = stateCode(isCommand ? 'queued' : 'succeeded')
  const applied = targets.filter(({ state }) => state === appliedState)
  const firsts = new Map<string, number>()
  const byOwnIdFirst = applied.toSorted((a, b) => Number(a.deviceId !== undefined) - Number(b.deviceId !== undefined))
  for (const { deviceKey, position } of byOwnIdFirst) if (!firsts.has(deviceKey)) firsts.set(deviceKey, position)
  if (firsts.size === applied.length) return { targets, repeats: [] }

  const state = stateCode('no_op')
  const reason = reasonCode(isCommand ? 'already_pending' : 'same_device')
  const repeats: { position: number; first: number }[] = []
  const marked = targets.map((target) => {
    const first = target.state === appliedState ? firsts.get(target.deviceKey) : undefined
    if (first === undefined || first === target.position) return target
    repeats.push({ position: target.position, first })
    return { ...target, state, reason, generation: 0, sameAs: { actionId, position: first } }
  })
  return { targets: marked, repeats }
}
