import { severities } from '@muster/core/compliance/severity.ts'
import { deviceStatuses } from '@muster/core/device/facts.ts'
import { type AccountSummary, summarizeAccount } from '../../operations/summarize-account.ts'
import type { Route } from '../../route.ts'
import type { Services } from '../../services.ts'
import { sayStatus2 } from '../devices/say-device-2.ts'
import { wireAccess } from '../wire-access.ts'
import { wireTime } from '../wire-time.ts'

/** What is counted: 3.0 tells unknown devices as well, 3.1 and later count by status and by severity. */
const accountDetailsVersions = [
  { name: '2.0', method: 'GET', path: '/o/api/v2/account', counters: '2.0' },
  { name: '3.0', method: 'GET', path: '/o/api/v3/account', counters: '3.0' },
  { name: '3.1', method: 'GET', path: '/o/api/v3.1/account', counters: 'by status' },
  { name: '3.2', method: 'POST', path: '/o/api/v3.2/account', counters: 'by status' },
] as const

type AccountDetailsVersion = (typeof accountDetailsVersions)[number]

export function accountDetailsRoutes(services: Services): Route[] {
  return accountDetailsVersions.map((version) => ({
    method: version.method,
    path: version.path,
    access: wireAccess('read', 'account-details'),
    summary: `Account Details ${version.name}`,
    tag: 'wire',
    handle: async ({ caller }) => ({
      status: 200,
      body: sayAccount(await summarizeAccount(services, caller), version),
    }),
  }))
}

/** Statuses that take no licence. */
const unmonitored: readonly string[] = ['unknown', 'ignored', 'out_of_license_usage']

function sayAccount(account: AccountSummary, { counters }: AccountDetailsVersion): object {
  const count = (isCounted: (row: AccountSummary['counts'][number]) => boolean) =>
    account.counts.filter(isCounted).reduce((sum, { devices }) => sum + devices, 0)
  const common = {
    name: account.name,
    ...(account.owner_email !== null && { email: account.owner_email }),
    ...(account.owner_signed_in_at !== null && { last_login: wireTime(account.owner_signed_in_at) }),
    date_created: wireTime(account.created_at),
    ...(account.devices_allowed !== null && { devices_allowed: account.devices_allowed }),
    devices_used: count(({ status }) => !unmonitored.includes(status)),
  }
  if (counters === 'by status') {
    return {
      ...common,
      devices_by_status: deviceStatuses.map((status) => ({
        status,
        number_of_devices: count((row) => row.status === status),
      })),
      devices_by_issue_severity: severities.toReversed().map((severity) => ({
        severity,
        number_of_devices: count((row) => row.severity === severity),
      })),
    }
  }
  return {
    ...common,
    devices_uncompliant: count((row) => sayStatus2(row) === 1),
    devices_critical: count(({ severity }) => severity === 'critical'),
    devices_issues: count(({ severity }) => severity !== 'no_issues'),
    ...(counters === '3.0' && { devices_unknown: count(({ status }) => status === 'unknown') }),
  }
}
