import { Type } from 'typebox'
import { defineActionType } from '../action-type.ts'
import { agentCan, firstRefusal, persistentAgent } from '../applicability.ts'

/** The agent renews its DHCP leases. Soon or not at all: a renewal a week late helps nobody. */
export const dhcpRenew = defineActionType({
  name: 'dhcprenew',
  label: 'Renew DHCP lease',
  params: Type.Object({}),
  appliesTo: (facts) => firstRefusal(facts, persistentAgent, agentCan('dhcprenew')),
  effect: () => ({
    kind: 'send-command',
    command: { deliverWithinSeconds: 24 * 3600, finishWithinSeconds: 300 },
  }),
})
