import { Type } from 'typebox'
import { defineActionType } from '../action-type.ts'
import { agentCan, atLeast, firstRefusal, musterDesktops, persistentAgent } from '../applicability.ts'

const floors = atLeast({
  'opswat-client': { windows: '7.6.231.0', mac: '10.4.225.0' },
  muster: musterDesktops,
})

/** The agent packs its logs, journal and host facts, and uploads the bundle. */
export const fetchAgentLog = defineActionType({
  name: 'fetch_agent_log',
  label: 'Fetch agent log',
  params: Type.Object({}),
  appliesTo: (facts) => firstRefusal(facts, persistentAgent, floors, agentCan('fetch_agent_log')),
  effect: () => ({
    kind: 'send-command',
    command: { deliverWithinSeconds: 7 * 24 * 3600, finishWithinSeconds: 3600, report: 'agent_log' },
  }),
})
