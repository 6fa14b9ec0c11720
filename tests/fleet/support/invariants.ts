import assert from 'node:assert/strict'
import { isOpen, type TargetState } from '@muster/core/action/life-cycle.ts'
import { createCall, listAll } from '../../support/native-client.ts'
import { verifyAudit } from '../../support/verify-audit.ts'

interface Place {
  readonly url: string
  readonly operatorToken: string
}

export interface ListedTarget {
  readonly type: string
  readonly state: TargetState
  readonly reason: string | null
  readonly device_id: string | null
  readonly command_id: string | null
  readonly message: string | null
}

/**
 * What holds of every action whatever happened: the count of a state equals its list, as often as it is asked.
 * Answers with all targets.
 */
export async function listTargetsAsCounted({ url, operatorToken }: Place): Promise<ListedTarget[]> {
  const call = createCall(url, operatorToken)
  const targets: ListedTarget[] = []
  for (const { action_id, type } of (await listAll(call, '/actions', 100)) as { action_id: string; type: string }[]) {
    targets.push(...(await listAsCounted(call, action_id)).map((target) => ({ ...target, type })))
  }
  return targets
}

/** While agents are at work a state may change between two questions: then it is asked again. */
async function listAsCounted(call: ReturnType<typeof createCall>, actionId: string): Promise<ListedTarget[]> {
  for (let attempt = 1; ; attempt += 1) {
    const before = (await call('GET', `/actions/${actionId}`)).body.counts as Record<string, number>
    const listed = (await listAll(call, `/actions/${actionId}/targets`, 1000)) as ListedTarget[]
    const after = (await call('GET', `/actions/${actionId}`)).body.counts as Record<string, number>
    const counted = countBy(listed, ({ state }) => state)
    try {
      assert.deepEqual(before, after)
      assert.deepEqual(counted, after)
      return listed
    } catch (error) {
      if (attempt === 10) throw error
    }
  }
}

/**
 * No command had its effect twice; what succeeded had it once (what may begin again counts its first start); what ended
 * is in the audit chain, once; the chain verifies.
 */
export async function checkEffects(place: Place, targets: readonly ListedTarget[], ledger: readonly string[]) {
  const effects = countBy(ledger, (id) => id)
  const twice = Object.entries(effects).filter(([, times]) => times > 1)
  assert.deepEqual(twice, [], 'commands that had their effect twice')
  const own = targets.filter(({ command_id, state }) => command_id !== null && state !== 'no_op')
  const known = new Set(own.map(({ command_id }) => command_id))
  assert.deepEqual(
    ledger.filter((id) => !known.has(id)),
    [],
    'effects of commands that nobody gave',
  )
  const undone = own
    .filter(({ state, type, command_id }) => state === 'succeeded' && !resumable.has(type) && !effects[command_id!])
    .map(({ type, command_id }) => `${type} ${command_id}`)
  assert.deepEqual(undone, [], 'commands that succeeded without an effect')
  const audited = (await verifyAudit(place)).filter(({ event }) => event === 'command.ended')
  const ends = countBy(
    audited.flatMap(({ details }) => (details?.commands ?? []) as string[]),
    (line) => line.split(' ')[0]!,
  )
  assert.deepEqual(
    Object.entries(ends).filter(([, times]) => times > 1),
    [],
    'commands that ended twice',
  )
  // The others are ended by what somebody did, which has its own entry: a cancellation, a deletion. A large set that ended
  // together is in the chain by its size and a hash.
  for (const said of saidByAgents) {
    const told = audited.reduce(
      (sum, { details }) => sum + ((details?.states as Record<string, number>)?.[said] ?? 0),
      0,
    )
    assert.equal(told, own.filter(({ state }) => state === said).length, `ends in the audit chain: ${said}`)
  }
  return ends
}

const saidByAgents = new Set<TargetState>(['succeeded', 'failed', 'rejected'])
const resumable = new Set(['fetch_agent_log', 'scan_threats'])

/** Targets that have not ended yet. */
export function stillOpen(targets: readonly ListedTarget[]): ListedTarget[] {
  return targets.filter(({ state }) => isOpen(state))
}

export function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1
  return counts
}
