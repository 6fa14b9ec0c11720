import { targetStates } from '@muster/core/action/life-cycle.ts'

/** `3 succeeded, 1 not supported`: states in the order of the life-cycle. */
export function countsText(counts: Readonly<Record<string, number>>): string {
  const order = (state: string) => (targetStates as readonly string[]).indexOf(state)
  const known = Object.entries(counts).toSorted(([a], [b]) => order(a) - order(b))
  return known.map(([state, count]) => `${count} ${state.replaceAll('_', ' ')}`).join(', ') || 'no devices'
}

/** States that leave nothing to be done about. */
const good: readonly string[] = ['succeeded', 'no_op']

export function allGood(counts: Readonly<Record<string, number>>): boolean {
  return Object.keys(counts).every((state) => good.includes(state))
}

/** Whether nothing has failed so far. */
export function noneFailed(counts: Readonly<Record<string, number>>): boolean {
  const open = targetStates.slice(targetStates.indexOf('held'))
  return Object.keys(counts).every((state) => good.includes(state) || (open as readonly string[]).includes(state))
}

export function isGood(state: string): boolean {
  return good.includes(state)
}
