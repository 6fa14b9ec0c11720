import type { Access } from '../route.ts'

/** `api` names the bucket that requests are counted in; all versions of one API share it. */
export function wireAccess(scope: 'read' | 'actions' | 'any', api: WireApi): Access {
  return { kind: 'token', scope, rateLimit: api, api: 'wire' }
}

export type WireApi =
  | 'device-action'
  | 'delete-device'
  | 'get-reports'
  | 'get-logs'
  | 'get-threats'
  | 'get-devices'
  | 'device-details'
  | 'status-change'
  | 'get-groups'
  | 'account-details'
  | 'policy-check'
  | 'link-user'
  | 'remediation-link'
