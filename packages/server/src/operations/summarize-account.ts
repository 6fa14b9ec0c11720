import { type Severity, severityOfCode } from '@muster/core/compliance/severity.ts'
import { type DeviceStatus, statusOfCode } from '@muster/core/device/facts.ts'
import type { Caller } from '../caller.ts'
import { type AccountFacts, countByStatusAndSeverity, findAccountFacts } from '../db/accounts/summarize-account.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'

export interface AccountSummary extends AccountFacts {
  readonly counts: readonly { readonly status: DeviceStatus; readonly severity: Severity; readonly devices: number }[]
}

/** The account, and how many of its devices are how. */
export async function summarizeAccount({ pool, now }: Services, { accountId }: Caller): Promise<AccountSummary> {
  const [facts, counts] = await Promise.all([
    findAccountFacts(pool, accountId),
    countByStatusAndSeverity(pool, accountId, now()),
  ])
  if (facts === undefined) throw new Refusal('not_found', 'There is no such account.')
  return {
    ...facts,
    counts: counts.map(({ status, severity, devices }) => ({
      status: statusOfCode(status),
      severity: severityOfCode(severity),
      devices,
    })),
  }
}
