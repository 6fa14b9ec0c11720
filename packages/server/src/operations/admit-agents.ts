import { type EnrolmentKey, findEndedEnrolments, markUninstallsTold } from '../db/agents/ended-enrolments.ts'
import { findEnrolled } from '../db/agents/find-enrolled.ts'
import type { Admission, Candidate, Proven } from './admission.ts'
import type { EnrolTools } from './enrol-device.ts'
import { renewal, uninstallOrder } from './farewells.ts'
import { type HelloVerdict, judgeHello, refuseHello } from './judge-hello.ts'
import type { AccountRing } from './keyring.ts'
import { letAgentsIn } from './let-agents-in.ts'
import { returnDevices } from './return-devices.ts'

/**
 * Lets in those who prove to be enrolled devices of the account, many at once: one look-up, one statement for their
 * connection numbers, a handful for what they report, and as many again only where there are copies among them, or
 * agents of deleted devices. Each is judged by itself; the order is that of the candidates.
 */
export async function admitAgents(
  tools: EnrolTools,
  accountId: number,
  candidates: readonly Candidate[],
): Promise<Admission[]> {
  const ring = await tools.keyring.of(accountId).catch(() => undefined)
  if (ring === undefined)
    return candidates.map(({ from, hello }) => refuseHello(tools, undefined, from, hello, 'no_such_account'))
  const verdicts = await judgeHellos(tools, accountId, ring, candidates)
  const provenAs = (kind: 'proven' | 'return' | 'uninstall'): Proven[] =>
    candidates.flatMap((candidate, index) => {
      const verdict = verdicts[index]!
      return verdict.kind === kind && 'device' in verdict ? [{ ...candidate, index, device: verdict.device }] : []
    })
  const admissions = verdicts.map((verdict): Admission => ('device' in verdict ? goneMeanwhile : verdict))
  const place = (placed: ReadonlyMap<number, Admission>) => {
    for (const [index, admission] of placed) admissions[index] = admission
  }
  place(await tellToUninstall(tools, accountId, ring, provenAs('uninstall')))
  place(await letReturn(tools, accountId, ring, provenAs('return')))
  place(await letAgentsIn(tools, accountId, ring, provenAs('proven')))
  return admissions
}

/** What somebody else changed while it was judged is judged anew at the next attempt. */
const goneMeanwhile: Admission = { kind: 'refused', code: 'overloaded', message: 'Try again soon.' }

async function judgeHellos(
  tools: EnrolTools,
  accountId: number,
  ring: AccountRing,
  candidates: readonly Candidate[],
): Promise<HelloVerdict[]> {
  const { pool, now } = tools.services
  const ids = candidates.map(({ hello }) => hello.device_id)
  const devices = new Map((await findEnrolled(pool, accountId, ids)).map((row) => [row.device_id, row]))
  const older = candidates.flatMap(({ hello: { device_id, generation } }): EnrolmentKey[] => {
    const device = devices.get(device_id)
    return device && generation < device.generation ? [{ deviceKey: device.device_key, generation }] : []
  })
  const ended = new Map(
    (await findEndedEnrolments(pool, accountId, older)).map((row) => [`${row.device_key} ${row.generation}`, row]),
  )
  return Promise.all(
    candidates.map((candidate) => {
      const { device_id, generation } = candidate.hello
      const device = devices.get(device_id)
      return judgeHello(tools, candidate, {
        accountId,
        ring,
        device,
        ended: device && ended.get(`${device.device_key} ${generation}`),
        now: now(),
      })
    }),
  )
}

async function tellToUninstall(
  { services: { pool, now } }: EnrolTools,
  accountId: number,
  ring: AccountRing,
  proven: readonly Proven[],
): Promise<Map<number, Admission>> {
  await markUninstallsTold(pool, accountId, proven.map(toEnrolment), now())
  return new Map(
    proven.map(({ index, hello }) => [
      index,
      { kind: 'dismissed', message: uninstallOrder(ring, hello.device_id, hello.generation) },
    ]),
  )
}

async function letReturn(
  { services }: EnrolTools,
  accountId: number,
  ring: AccountRing,
  proven: readonly Proven[],
): Promise<Map<number, Admission>> {
  const placed = new Map<number, Admission>()
  if (proven.length === 0) return placed
  const returning = new Map(proven.map((one) => [one.device.device_key, one]))
  const generations = await returnDevices(
    services,
    accountId,
    [...returning.values()].map((one) => ({ ...toEnrolment(one), deviceId: one.hello.device_id })),
  )
  for (const { index, hello, device } of returning.values()) {
    const renewedAs = generations.get(device.device_key)
    if (renewedAs === undefined) continue
    const message = renewal(ring, hello.device_id, hello.generation, renewedAs)
    placed.set(index, { kind: 'dismissed', message })
  }
  return placed
}

function toEnrolment({ device, hello }: Proven): EnrolmentKey {
  return { deviceKey: device.device_key, generation: hello.generation }
}
