import { addTargets } from '../db/actions/add-targets.ts'
import type { ChosenWay } from '../db/actions/choose-way.ts'
import { lockDevices } from '../db/devices/lock-devices.ts'
import { JudgedTargets } from './judged-targets.ts'
import type { UnitOfWork } from './mutate.ts'
import type { PreparedAction } from './prepare-action.ts'

/** From this attempt on nobody may change a device under the action: it has given way often enough. */
const insistingAttempt = 3

/**
 * Writes every target of an action, and returns them. The first statement does nearly all, by the cheapest way; the
 * second what is left, if anything: hardware ids and what names nothing. Where the first way does not hold (an
 * ambiguous MAC address, one device named twice), the targets' keys or `carryOut` tell, and the next attempt goes without.
 */
export async function writeTargets(
  { tx, attempt }: UnitOfWork,
  prepared: PreparedAction,
  how: ChosenWay,
): Promise<JudgedTargets> {
  const { asked, judge, sealed, effect } = prepared
  const before = effect.kind === 'change-device' ? beforeImage[effect.change.set] : 'nothing'
  const add = { ...judge, actionId: sealed.actionId, before } as const
  const targets = new JudgedTargets(sealed.actionId, asked.identifiers.length)
  if (attempt >= insistingAttempt) await lockDevices(tx, judge.accountId)
  if (attempt === 1) await targets.take(await addTargets(tx, how, add), asked.identifiers)
  const positions = targets.unknown()
  if (positions.length > 0) {
    const lookups = positions.map((position) => asked.lookups[position]!)
    const identifiers = positions.map((position) => asked.identifiers[position]!)
    await targets.take(
      await addTargets(tx, 'completely', { ...add, positions, lookups, identifiers }),
      asked.identifiers,
    )
  }
  return targets
}

const beforeImage = {
  exemption: 'exemption',
  'no-exemption': 'exemption',
  removed: 'exemption',
  group: 'group',
  ignored: 'nothing',
} as const
