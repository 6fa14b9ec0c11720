import type { Retention, RetentionKind } from '@muster/core/api/retention.ts'
import { type Caller, systemCaller } from '../../caller.ts'
import type { Int8, Tx } from '../../db/pool.ts'
import { purgeDevices } from '../../db/retention/purge-devices.ts'
import { type ActionMark, removeOldActions } from '../../db/retention/remove-actions.ts'
import {
  listUnseenDevices,
  type RetentionStep,
  removeOldEvents,
  removeOldFindings,
  removeOldReports,
} from '../../db/retention/remove-old.ts'
import type { Services } from '../../services.ts'
import { applyAction } from '../apply-action.ts'
import { mutateAgain } from '../mutate.ts'

/** How much went, and whether there may be more. */
export interface StepOutcome {
  readonly removed: number
  readonly goesOn: boolean
}

/** One transaction; called again as long as it says so. */
export type TakeStep = () => Promise<StepOutcome>

/** How much one transaction removes at most. */
const limits = {
  unseen_devices: 500,
  deleted_devices: 200,
  logs: 2000,
  actions: 200,
  reports: 20,
  findings: 2000,
} as const satisfies Record<RetentionKind, number>

/** What has to go by the account's settings, in the order in which it makes way for each other. */
export function retentionSteps(
  services: Services,
  accountId: number,
  { unseen_devices, deleted_devices_days, logs_days, actions_days, reports_days, findings_days }: Retention,
): [RetentionKind, TakeStep][] {
  const step = (kind: RetentionKind, days: number): RetentionStep => ({
    accountId,
    before: new Date(services.now().getTime() - days * 86_400_000),
    limit: limits[kind],
  })
  const simple = (kind: RetentionKind, days: number, remove: (tx: Tx, step: RetentionStep) => Promise<number>) => {
    const take = async (): Promise<StepOutcome> => {
      const removed = await mutateAgain(services, ({ tx }) => remove(tx, step(kind, days)))
      return { removed, goesOn: removed === limits[kind] }
    }
    return [kind, take] as [RetentionKind, TakeStep]
  }
  return [
    ...(unseen_devices
      ? [
          [
            'unseen_devices',
            removeUnseenDevices(services, step('unseen_devices', unseen_devices.days), unseen_devices.record),
          ] as [RetentionKind, TakeStep],
        ]
      : []),
    ...(logs_days ? [simple('logs', logs_days, removeOldEvents)] : []),
    ...(findings_days ? [simple('findings', findings_days, removeOldFindings)] : []),
    ...(reports_days ? [simple('reports', reports_days, removeOldReports)] : []),
    ...(actions_days
      ? [['actions', removeActions(services, step('actions', actions_days))] as [RetentionKind, TakeStep]]
      : []),
    ...(deleted_devices_days
      ? [
          ['deleted_devices', removeDeleted(services, step('deleted_devices', deleted_devices_days))] as [
            RetentionKind,
            TakeStep,
          ],
        ]
      : []),
  ]
}

/** By the same action as everybody's: it ends enrolments, frees licences, is logged and audited, and told to webhooks. */
function removeUnseenDevices(services: Services, step: RetentionStep, record: 'archive' | 'remove'): TakeStep {
  const caller: Caller = {
    ...systemCaller(step.accountId, 'scheduler', 'retention'),
    scopes: ['actions:delete'],
  }
  let afterKey: Int8 = '0'
  return async () => {
    const devices = await mutateAgain(services, async (unit) => {
      const devices = await listUnseenDevices(unit.tx, { ...step, afterKey })
      if (devices.length === 0) return devices
      await applyAction(services, unit, caller, {
        type: 'delete',
        // Its agent is left alone: a device that was away for so long, and comes back, is let in again.
        params: { record, uninstall: false },
        edition: 'narrowed',
        devices: { by: 'id', identifiers: devices.map(({ device_id }) => device_id) },
      })
      return devices
    })
    afterKey = devices.at(-1)?.device_key ?? afterKey
    return { removed: devices.length, goesOn: devices.length === step.limit }
  }
}

function removeDeleted(services: Services, step: RetentionStep): TakeStep {
  let afterKey: Int8 = '0'
  return async () => {
    const now = services.now()
    const { purged, lastKey } = await mutateAgain(services, ({ tx }) => purgeDevices(tx, { ...step, afterKey, now }))
    afterKey = lastKey ?? afterKey
    return { removed: purged, goesOn: lastKey !== undefined }
  }
}

function removeActions(services: Services, step: RetentionStep): TakeStep {
  let after: ActionMark | undefined
  return async () => {
    const { removed, mark } = await mutateAgain(services, ({ tx }) => removeOldActions(tx, { ...step, after }))
    after = mark
    return { removed, goesOn: mark !== undefined }
  }
}
