import { listDueDevices, takeRunStep } from '../db/compliance/runs.ts'
import type { Int8 } from '../db/pool.ts'
import { judgeAndTell } from '../operations/compliance/judge-and-tell.ts'
import { mutateAgain, type UnitOfWork } from '../operations/mutate.ts'
import type { Services } from '../services.ts'

/** Some 50 ms of work: nobody who holds one of these devices waits longer. */
const devicesAtOnce = 2000

/**
 * Judges the devices of groups whose policy changed, those of which an issue begins to count, and those that came into
 * another group, in steps that commit
 * one by one: after a restart it goes on where it was. Several nodes share the groups. Returns how many were judged.
 */
export async function judgeCompliance(services: Services): Promise<number> {
  let judged = 0
  for (;;) {
    const devices = (await judgeRunStep(services)) ?? (await judgeDueDevices(services))
    if (devices === undefined) return judged
    judged += devices
  }
}

function judgeRunStep(services: Services): Promise<number | undefined> {
  return mutateAgain(services, async (unit) => {
    const step = await takeRunStep(unit.tx, devicesAtOnce)
    if (step === undefined) return undefined
    const { accountId, deviceKeys } = step
    await judgeAndTell(unit.tx, { accountId, deviceKeys, at: services.now() })
    tellAgents(services, unit, step)
    return deviceKeys.length
  })
}

async function judgeDueDevices(services: Services): Promise<number | undefined> {
  const at = services.now()
  const due = await listDueDevices(services.pool, at, devicesAtOnce)
  if (due === undefined) return undefined
  await mutateAgain(services, async (unit) => {
    await judgeAndTell(unit.tx, { ...due, at })
    tellAgents(services, unit, due)
  })
  return due.deviceKeys.length
}

/** They hear what to look for, and what there is to mend, by the policy of the group that they are in by now. */
function tellAgents(
  { bus }: Services,
  unit: UnitOfWork,
  { accountId, deviceKeys }: { accountId: number; deviceKeys: readonly Int8[] },
): void {
  unit.afterCommit(() => bus.emit('look-for-changed', { accountId, deviceKeys: [...deviceKeys] }))
}
