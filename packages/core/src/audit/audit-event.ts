/** Everything that leaves an audit entry. Closed list: a mutating operation without one here does not compile. */
export const auditEvents = [
  'action.applied',
  'action.cancelled',
  'exemption.ended',
  'application.created',
  'application.revoked',
  'token.issued',
  'token.refused',
  'token.revoked',
  'group.created',
  'group.changed',
  'group.deleted',
  'devices.imported',
  'enrolment_token.created',
  'enrolment_token.revoked',
  'device.enrolled',
  'device.re_enrolled',
  'device.retired',
  'device.uninstalled',
  'device.returned',
  'duplicate.found',
  'duplicate.resolved',
  'device.identified',
  'command.ended',
  'command.refused',
  'agent.refused',
  'agent.updated',
  'agent.update_failed',
  'agent_release.created',
  'agent_release.piece_stored',
  'agent_release.published',
  'agent_release.changed',
  'agent_release.withdrawn',
  'identity_fields.changed',
  'agent_policy.changed',
  'server.set_up',
] as const
export type AuditEvent = (typeof auditEvents)[number]

/** Through what somebody acted. */
export const channels = ['console', 'oauth_api', 'cli', 'native_api', 'scheduler', 'agent', 'system'] as const
export type Channel = (typeof channels)[number]
