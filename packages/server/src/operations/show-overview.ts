import { stateOfCode } from '@muster/core/action/life-cycle.ts'
import { reasonOfCode } from '@muster/core/action/reason.ts'
import type { Overview } from '@muster/core/api/overview.ts'
import { statusOfCode } from '@muster/core/device/facts.ts'
import type { Caller } from '../caller.ts'
import { countCombinations, type DeviceCombination } from '../db/devices/count-combinations.ts'
import { countOpenDuplicates } from '../db/duplicates/count-open-duplicates.ts'
import { countExemptions } from '../db/exemptions/count-exemptions.ts'
import { countRecentFindings } from '../db/findings/count-recent-findings.ts'
import { countOpen } from '../db/overview/count-open.ts'
import { listFailures } from '../db/overview/list-failures.ts'
import type { Services } from '../services.ts'
import { listDevices } from './list-devices.ts'
import { listFindings } from './list-findings.ts'
import { type ActionView, listActions } from './read-actions.ts'

const shown = 10
const weekMilliseconds = 7 * 24 * 3600 * 1000
/** Failures are looked for among so many targets: some 50 ms. */
const failureTargetsMax = 200_000

export interface OverviewFacts extends Omit<Overview, 'running'> {
  readonly running: Omit<Overview['running'], 'newest'> & { readonly newest: readonly ActionView[] }
}

/** In a constant number of statements, each of which reads no more than the devices once, or what is recent. */
export async function showOverview(services: Services, caller: Caller): Promise<OverviewFacts> {
  const { pool } = services
  const { accountId } = caller
  const at = services.now()
  const since = new Date(at.getTime() - weekMilliseconds)
  const [combinations, open, newest, exemptions, failures, unknown, findings, found, duplicates] = await Promise.all([
    countCombinations(pool, { accountId, filter: {}, at }),
    countOpen(pool, accountId),
    listActions(services, caller, { filter: { waiting: true }, limit: shown }),
    countExemptions(pool, accountId, at),
    listFailures(pool, { accountId, since, targetsMax: failureTargetsMax }),
    listDevices(services, caller, { filter: { status: ['unknown'] }, sort: '-added', limit: shown }),
    listFindings(services, caller, { filter: { since }, limit: shown }),
    countRecentFindings(pool, accountId, since),
    countOpenDuplicates(pool, accountId),
  ])
  const by = (of: (combination: DeviceCombination) => string) => breakDown(combinations, of)
  const by_status = by(({ status }) => statusOfCode(status))
  return {
    at: at.toISOString(),
    devices: {
      total: sum(combinations),
      online: sum(combinations.filter(({ online }) => online)),
      enrolled: sum(combinations.filter(({ enrolled }) => enrolled)),
      by_status,
      by_os: by(({ os }) => os),
      by_agent_type: by(({ agent_type }) => agent_type),
    },
    running: { ...open, newest },
    exemptions,
    failures: {
      targets: sum(failures),
      newest: failures.slice(0, shown).map(({ state, reason, last_at, ...row }) => ({
        ...row,
        state: stateOfCode(state),
        reason: reasonOfCode(reason) ?? null,
        last_at: last_at.toISOString(),
      })),
    },
    unknown_devices: {
      total: by_status.find(({ value }) => value === 'unknown')?.devices ?? 0,
      newest: unknown.items.map(({ device_id, hostname, enrolled_at, source }) => ({
        device_id,
        hostname,
        added_at: enrolled_at,
        source,
      })),
    },
    findings: { in_7_days: found.threats, devices_in_7_days: found.devices, newest: [...findings.items] },
    duplicates_open: duplicates,
  }
}

function sum(rows: readonly { readonly devices: number }[]): number {
  return rows.reduce((total, { devices }) => total + devices, 0)
}

/** Most first. */
function breakDown(combinations: readonly DeviceCombination[], of: (combination: DeviceCombination) => string) {
  return [...Map.groupBy(combinations, of)]
    .map(([value, own]) => ({ value, devices: sum(own), online: sum(own.filter(({ online }) => online)) }))
    .sort((a, b) => b.devices - a.devices || (a.value < b.value ? -1 : 1))
}
