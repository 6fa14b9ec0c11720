import type { Hello } from '@muster/core/agent/messages.ts'
import { marksOf, mergeMarks } from '@muster/core/device/hardware.ts'
import { lockEnrolments } from '../db/agents/lock-enrolments.ts'
import { connectDevices } from '../db/agents/presence.ts'
import { saveHardware } from '../db/agents/save-hardware.ts'
import { type DuplicateRow, findPendingDuplicates, lockPendingDuplicates } from '../db/duplicates/find-pending.ts'
import { noteRuns, type RunOfDuplicate } from '../db/duplicates/note-runs.ts'
import type { Int8, Tx } from '../db/pool.ts'
import type { Admission, Proven } from './admission.ts'
import { agentCaller } from './agent-caller.ts'
import { checkInDevices } from './check-in.ts'
import type { EnrolTools } from './enrol-device.ts'
import { judgeMachine } from './judge-machine.ts'
import type { AccountRing } from './keyring.ts'
import { mutateAgain } from './mutate.ts'
import { duplicateMessage, type FoundDuplicate, recordDuplicates, separatingMessage } from './record-duplicates.ts'
import { separateMachines } from './separate-machines.ts'

/** With the enrolment that it passes for. */
type FoundCopy = FoundDuplicate & { readonly generation: number }

/**
 * Of those who hold their device's key, lets in the machines that are the devices; copies wait, are found out, or are
 * told to enrol as devices of their own. The answers are by the candidates' places; missing is whose enrolment ended, or
 * of whose machine somebody decided, while it was judged.
 */
export async function letAgentsIn(
  tools: EnrolTools,
  accountId: number,
  ring: AccountRing,
  proven: readonly Proven[],
): Promise<Map<number, Admission>> {
  const { services } = tools
  const placed = new Map<number, Admission>()
  if (proven.length === 0) return placed
  const doubted = proven.flatMap(({ device }) => (device.doubted ? [device.device_key] : []))
  const duplicates = new Map(
    (await findPendingDuplicates(services.pool, accountId, doubted)).map((row) => [row.device_key, row]),
  )
  // The same device twice in one batch: one connection number, the later one replaces the earlier.
  const admitted = new Map<Int8, Proven>()
  const admittedAt: [index: number, deviceKey: Int8][] = []
  const found: FoundCopy[] = []
  const separated: (Proven & { duplicate: DuplicateRow })[] = []
  for (const one of proven) {
    const { device, index } = one
    const duplicate = duplicates.get(device.device_key)
    const verdict = judgeMachine(machineOf(one.hello), device, duplicate)
    if (verdict.kind === 'admit' || (verdict.kind === 'found' && verdict.by === 'turns')) {
      admitted.set(device.device_key, one)
      admittedAt.push([index, device.device_key])
    } else {
      const message = duplicate?.resolution === 'separate' ? separatingMessage : duplicateMessage
      placed.set(index, { kind: 'refused', code: 'duplicate', message })
    }
    if (verdict.kind === 'found') found.push(toDuplicate(one, verdict.by))
    if (verdict.kind === 'separate') separated.push({ ...one, duplicate: duplicate! })
  }
  const doubts = [...admitted.keys()].flatMap((deviceKey) => duplicates.get(deviceKey) ?? [])
  const goingOn = [...admitted.values()].flatMap(({ device, hello: { run } }) => {
    const duplicate = duplicates.get(device.device_key)
    return duplicate?.found_by === 'turns' && run !== undefined
      ? [{ duplicateId: duplicate.duplicate_id, deviceKey: device.device_key, run }]
      : []
  })
  const connections = await connect(tools, accountId, { admitted: [...admitted.values()], found, doubts, goingOn })
  for (const [index, deviceKey] of admittedAt) {
    const connection = connections.get(deviceKey)
    if (connection !== undefined) placed.set(index, { kind: 'admitted', deviceKey, connection })
  }
  if (separated.length > 0) {
    const orders = await separateMachines(services, ring, accountId, separated)
    for (const [at, { index }] of separated.entries()) placed.set(index, { kind: 'dismissed', message: orders[at]! })
  }
  return placed
}

/** The connection numbers of those who are still in the enrolment that they proved. */
function connect(
  { services }: EnrolTools,
  accountId: number,
  {
    admitted,
    found,
    doubts,
    goingOn,
  }: {
    admitted: readonly Proven[]
    found: readonly FoundCopy[]
    doubts: readonly DuplicateRow[]
    goingOn: readonly (RunOfDuplicate & { readonly deviceKey: Int8 })[]
  },
): Promise<Map<Int8, number>> {
  if (admitted.length === 0 && found.length === 0) return Promise.resolve(new Map())
  const connecting = admitted.map(({ device, hello }) => ({ deviceKey: device.device_key, run: hello.run }))
  const enrolments = [
    ...admitted.map(({ device }) => ({ deviceKey: device.device_key, generation: device.generation })),
    ...found,
  ]
  const reports = admitted.map(({ device, hello, from }) => ({
    deviceKey: device.device_key,
    generation: hello.generation,
    agent: hello.agent,
    inventory: hello.inventory,
    peer: from.peer,
  }))
  const learned = admitted.flatMap(({ device, hello }) => {
    const marks = mergeMarks(device.hardware, marksOf(hello.inventory.hardware))
    return marks.join() === device.hardware.join() ? [] : [{ deviceKey: device.device_key, marks }]
  })
  return mutateAgain(services, async (unit) => {
    const { tx } = unit
    // Judged outside: whoever was deleted, or enrolled anew, since then is not let in under what it was.
    const redecided = await findRedecided(tx, accountId, doubts)
    const current = await lockEnrolments(tx, accountId, enrolments)
    const isCurrent = ({ deviceKey }: { deviceKey: Int8 }) => current.has(deviceKey) && !redecided.has(deviceKey)
    const present = connecting.filter(isCurrent)
    const numbers =
      present.length === 0 ? new Map<Int8, number>() : await connectDevices(tx, accountId, present, services.now())
    await checkInDevices(tx, accountId, reports.filter(isCurrent))
    await saveHardware(tx, accountId, learned.filter(isCurrent))
    await noteRuns(tx, accountId, goingOn.filter(isCurrent))
    const copies = found.filter(isCurrent)
    await recordDuplicates(services, unit, agentCaller(accountId, copies[0]?.from ?? nobody), copies)
    return numbers
  })
}

/** The devices of whose machines somebody decided since they were judged by these doubts. */
async function findRedecided(tx: Tx, accountId: number, doubts: readonly DuplicateRow[]): Promise<Set<Int8>> {
  const ids = doubts.map(({ duplicate_id }) => duplicate_id)
  const rows = await lockPendingDuplicates(tx, accountId, ids)
  const present = new Map(rows.map((row) => [row.duplicate_id, row]))
  const isAsJudged = ({ duplicate_id, resolution, keeps }: DuplicateRow) => {
    const row = present.get(duplicate_id)
    return row?.resolution === resolution && row.keeps === keeps
  }
  return new Set(doubts.filter((doubt) => !isAsJudged(doubt)).map(({ device_key }) => device_key))
}

const nobody = { peer: undefined, requestId: 'agents' }

function machineOf({ inventory, run, former_run: formerRun }: Hello) {
  return { marks: marksOf(inventory.hardware), run, formerRun }
}

/** Of two that take turns, the one that was there before is the known one: it is the one that came back. */
function toDuplicate({ hello, from, device }: Proven, by: 'hello' | 'turns'): FoundCopy {
  const { marks, run } = machineOf(hello)
  const known = { hardware: device.hardware, run: by === 'turns' ? run : (device.run ?? undefined) }
  const newcomer = { hardware: marks, run: by === 'turns' ? (device.run ?? undefined) : run }
  return {
    deviceId: device.device_id,
    deviceKey: device.device_key,
    generation: device.generation,
    foundBy: by,
    known,
    newcomer: { ...newcomer, hostname: hello.inventory.hostname, peer: from.peer ?? '' },
    from,
  }
}
