import { CompliancePolicy, CurrentCompliancePolicy } from '@muster/core/api/compliance.ts'
import {
  changeAccountPolicy,
  changeGroupPolicy,
  showAccountPolicy,
  showGroupPolicy,
} from '../operations/compliance/policies.ts'
import type { Services } from '../services.ts'
import { change, json, type NativeRoute, needs, prefix } from './native-route.ts'

const shared = { tag: 'compliance', response: CurrentCompliancePolicy } as const
const ofAccount = { ...shared, path: `${prefix}/compliance-policy` } as const
const ofGroup = { ...shared, path: `${prefix}/groups/:group_id/compliance-policy`, errors: ['not_found'] } as const

const description =
  'Takes the place of the whole policy. Devices are judged anew in the background, within seconds; `judging` says ' +
  'whether that is still going on.'

const example = {
  body: {
    checks: [
      { check: 'disk_encryption', severity: 'critical', grace_seconds: 604_800 },
      { check: 'firewall', severity: 'warning' },
      { check: 'unwanted_software', severity: 'critical', names: ['telnetd', 'xmrig'] },
    ],
  },
}

export function compliancePolicyRoutes(services: Services): NativeRoute[] {
  return [
    {
      ...ofAccount,
      method: 'GET',
      operationId: 'showCompliancePolicy',
      summary: 'Show which checks count, for groups without a policy of their own',
      access: needs('read'),
      handle: async ({ caller }) => json(await showAccountPolicy(services, caller)),
    },
    {
      ...ofAccount,
      method: 'PUT',
      operationId: 'changeCompliancePolicy',
      summary: 'Say which checks count, for groups without a policy of their own',
      description,
      access: needs('admin', { fresh: true }),
      body: CompliancePolicy,
      example,
      handle: (request) =>
        change(services, request, (unit, caller) =>
          changeAccountPolicy(services, unit, caller, request.body as CompliancePolicy),
        ),
    },
    {
      ...ofGroup,
      method: 'GET',
      operationId: 'showGroupCompliancePolicy',
      summary: 'Show which checks count for the devices of a group',
      access: needs('read'),
      handle: async ({ caller, params }) => json(await showGroupPolicy(services, caller, params.group_id!)),
    },
    {
      ...ofGroup,
      method: 'PUT',
      operationId: 'changeGroupCompliancePolicy',
      summary: 'Give a group a policy of its own',
      description,
      access: needs('admin', { fresh: true }),
      body: CompliancePolicy,
      example,
      handle: (request) =>
        change(services, request, (unit, caller) =>
          changeGroupPolicy(services, unit, caller, {
            groupId: request.params.group_id!,
            policy: request.body as CompliancePolicy,
          }),
        ),
    },
    {
      ...ofGroup,
      method: 'DELETE',
      operationId: 'dropGroupCompliancePolicy',
      summary: 'Take a group’s own policy away: the account’s holds again',
      access: needs('admin', { fresh: true }),
      handle: (request) =>
        change(services, request, (unit, caller) =>
          changeGroupPolicy(services, unit, caller, { groupId: request.params.group_id!, policy: null }),
        ),
    },
  ]
}
