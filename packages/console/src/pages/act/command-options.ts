import type { CommandPolicy } from '@muster/core/action/action-type.ts'
import { brakeDefaults } from '@muster/core/action/brake.ts'
import type { PlanOrder } from '@muster/core/api/actions.ts'
import { describeBrake } from '../../components/action-words.ts'
import { formatLength } from '../../components/format-length.ts'

/** How agents carry it out, as the API takes it; what is left out is as the type says, without a brake. */
export type CommandOptions = Pick<PlanOrder, 'deliver_within' | 'finish_within' | 'supersede' | 'brake'>

const presetBrake = { failed_percent: brakeDefaults.failedPercent, sample_min: brakeDefaults.sampleMin }

/** A sentence for each, so that what is confirmed is said in full. */
export function describeOptions(
  { deliver_within, finish_within, supersede, brake }: CommandOptions,
  policy: CommandPolicy,
): string[] {
  const deliver = formatLength(deliver_within ?? policy.deliverWithinSeconds)
  const finish = formatLength(finish_within ?? policy.finishWithinSeconds)
  return [
    `Given up on a device that does not take it within ${deliver}, or does not finish within ${finish} after that.`,
    ...(supersede === true ? ['What is still open of the same kind on these devices is stopped.'] : []),
    ...(brake === undefined ? [] : [`${describeBrake({ ...presetBrake, ...brake })}.`]),
  ]
}
