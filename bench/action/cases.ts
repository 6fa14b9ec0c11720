import type { BenchFleet } from './fleet.ts'

/** What is measured: a server-side type and an agent type, by ids and by MACs. */
export interface ActionCase {
  readonly kind: 'server' | 'agent'
  readonly by: 'ids' | 'macs'
}

export const actionCases: readonly ActionCase[] = [
  { kind: 'server', by: 'ids' },
  { kind: 'server', by: 'macs' },
  { kind: 'agent', by: 'ids' },
  { kind: 'agent', by: 'macs' },
]

/** The request's body, as an existing client would write it. */
export function actionBody(fleet: BenchFleet, { kind, by }: ActionCase, count: number): string {
  const types = kind === 'server' ? { types: 'exempt', params: { exempt_time: 8 } } : { types: 'fetch_agent_log' }
  return JSON.stringify({ ...types, [by]: fleet[by].slice(0, count) })
}

/** A fast wrong answer is no answer: every entry must be there, in order, with status 1. */
export function checkAnswer(answer: Buffer, fleet: BenchFleet, { kind, by }: ActionCase, count: number): void {
  const entries = JSON.parse(answer.toString()) as { id: string; status: number; command_id: string }[]
  const asked = fleet[by]
  const right =
    entries.length === count &&
    entries.every(
      ({ id, status, command_id }, place) =>
        id === asked[place] && status === 1 && (command_id.length === 43) === (kind === 'agent'),
    )
  if (!right) throw new Error(`a wrong answer: ${answer.toString().slice(0, 300)}`)
}
