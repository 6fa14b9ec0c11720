import { systemCaller } from '../caller.ts'
import { endLease, takeDueLease } from '../db/jobs/end-exemptions.ts'
import { tellStatuses } from '../db/webhooks/tell-devices.ts'
import { mutateAgain } from '../operations/mutate.ts'
import { writeAudit } from '../operations/write-audit.ts'
import type { Services } from '../services.ts'

/**
 * Ends the exemptions whose time is up. They count as ended from that moment for every rule and answer; this writes it
 * down, with the log entries. All leases of an action end together, one transaction an action. Returns the devices.
 */
export async function endExemptions(services: Services): Promise<number> {
  let total = 0
  for (;;) {
    const devices = await mutateAgain(services, async ({ tx }) => {
      const at = services.now()
      const due = await takeDueLease(tx, at)
      if (due === undefined) return undefined
      const changes = await endLease(tx, { ...due, at })
      await tellStatuses(tx, { accountId: due.accountId, at, changes })
      await writeAudit(tx, systemCaller(due.accountId, 'scheduler', 'end-exemptions'), {
        at,
        event: 'exemption.ended',
        actionId: due.actionId,
        details: { devices: changes.length },
      })
      return changes.length
    })
    if (devices === undefined) return total
    total += devices
  }
}
