import type { Account } from '@muster/core/api/account.ts'
import { statusOfCode } from '@muster/core/device/facts.ts'
import type { Caller } from '../caller.ts'
import { countDevices, describeAccount } from '../db/accounts/describe-account.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'

export async function showAccount({ pool, now }: Services, { accountId }: Caller): Promise<Account> {
  const [account, byStatus] = await Promise.all([
    describeAccount(pool, accountId),
    countDevices(pool, accountId, now()),
  ])
  if (account === undefined) throw new Refusal('not_found', 'There is no such account.')
  const sum = (of: (row: (typeof byStatus)[number]) => number) => byStatus.reduce((total, row) => total + of(row), 0)
  return {
    ...account,
    created_at: account.created_at.toISOString(),
    command_public_key: account.command_public_key.toString('base64url'),
    devices: sum(({ devices }) => devices),
    devices_online: sum(({ online }) => online),
    devices_by_status: Object.fromEntries(byStatus.map(({ status, devices }) => [statusOfCode(status), devices])),
  }
}
