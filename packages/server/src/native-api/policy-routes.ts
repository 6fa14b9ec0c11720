import { AgentPolicy, CurrentAgentPolicy } from '@muster/core/api/agent-policy.ts'
import { changeAgentPolicy, showAgentPolicy } from '../operations/agent-policy.ts'
import type { Services } from '../services.ts'
import { change, json, type NativeRoute, needs, prefix } from './native-route.ts'

const one = { path: `${prefix}/agent-policy`, tag: 'server', response: CurrentAgentPolicy } as const

export function policyRoutes(services: Services): NativeRoute[] {
  return [
    {
      ...one,
      method: 'GET',
      operationId: 'showAgentPolicy',
      summary: 'Show what is asked of the agents: when they put commands off',
      access: needs('read'),
      handle: async ({ caller }) => json(await showAgentPolicy(services, caller)),
    },
    {
      ...one,
      method: 'PUT',
      operationId: 'changeAgentPolicy',
      summary: 'Say when devices put commands off',
      description:
        'Takes the place of the whole policy. The rule of a type is signed with each of its actions from now on; ' +
        'those under way keep theirs.',
      access: needs('admin', { fresh: true }),
      body: AgentPolicy,
      example: {
        body: {
          defer: {
            scan_threats: {
              battery_percent: 50,
              metered: true,
              quiet: { from: '08:00', to: '18:00' },
              retry_after_seconds: 1800,
            },
          },
        },
      },
      handle: (request) =>
        change(services, request, (unit, caller) =>
          changeAgentPolicy(services, unit, caller, request.body as AgentPolicy),
        ),
    },
  ]
}
