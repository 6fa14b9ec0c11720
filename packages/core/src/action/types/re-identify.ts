import { Type } from 'typebox'
import type { DeviceFacts } from '../../device/facts.ts'
import { defineActionType } from '../action-type.ts'
import { agentCan, applies, atLeast, firstRefusal, licensedDevice, musterDesktops } from '../applicability.ts'

const desktopFloors = atLeast({
  'opswat-client': { windows: '7.6.71.0', mac: '10.4.123.0' },
  muster: musterDesktops,
})

/** The agent asks the device's user for the identity fields again. */
export const reIdentify = defineActionType({
  name: 're-identify',
  label: 'Ask for identity again',
  params: Type.Object({}),
  accountParams: ['question'],
  appliesTo: (facts, edition) =>
    firstRefusal(facts, edition === 'original' ? licensedDevice : mobileOrRecentDesktop, agentCan('re-identify')),
  effect: () => ({
    kind: 'send-command',
    command: { deliverWithinSeconds: 7 * 24 * 3600, finishWithinSeconds: 7 * 24 * 3600 },
  }),
})

/** Mobile agents could do it from the start. */
function mobileOrRecentDesktop(facts: DeviceFacts) {
  if (facts.agentType === 'mobile') return applies
  if (facts.agentType !== 'persistent') return { applies: false, reason: 'persistent_agent_needed' } as const
  return desktopFloors(facts)
}
