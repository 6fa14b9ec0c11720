import type { Checks } from '@muster/core/agent/messages.ts'
import { isCheckName } from '@muster/core/compliance/check-name.ts'
import { lockEnrolments } from '../../db/agents/lock-enrolments.ts'
import { listUnwantedSoftware } from '../../db/compliance/list-unwanted-software.ts'
import { type SaidCheck, saveChecks } from '../../db/compliance/save-checks.ts'
import type { Int8 } from '../../db/pool.ts'
import type { Services } from '../../services.ts'
import { mutateAgain } from '../mutate.ts'
import { recordPatches } from '../patches/record-patches.ts'
import { findToMend, type ToMend } from '../remediation/find-to-mend.ts'
import { storableJson } from '../storable-json.ts'
import { judgeAndTell } from './judge-and-tell.ts'

export interface ChecksReport {
  readonly deviceKey: Int8
  /** The enrolment that it was said in. */
  readonly generation: number
  readonly said: Checks
}

export interface ChecksAnswer {
  /** The software to look for, where the agent looked for other. */
  readonly lookFor: readonly string[] | undefined
  readonly toMend: ToMend
}

/**
 * Keeps what agents found, and judges their devices in the same transaction. What belongs to an enrolment that is over
 * is dropped. Answers, for each that is not, with what the agent is to hear.
 */
export function recordChecks(
  services: Services,
  accountId: number,
  reports: readonly ChecksReport[],
): Promise<(ChecksAnswer | undefined)[]> {
  return mutateAgain(services, async ({ tx }) => {
    const at = services.now()
    const current = await lockEnrolments(tx, accountId, reports)
    const own = reports.filter(({ deviceKey, generation }) => current.get(deviceKey) === generation)
    const checks = latestOf(own)
    await recordPatches(tx, { accountId, checks, at })
    await saveChecks(tx, { accountId, checks, at })
    const deviceKeys = [...new Set(own.map(({ deviceKey }) => deviceKey))]
    await judgeAndTell(tx, { accountId, deviceKeys, at })
    const unwanted = await listUnwantedSoftware(tx, accountId, deviceKeys)
    const toMend = await findToMend(services, accountId, own, tx)
    const answers = new Map(
      own.map((report): [ChecksReport, ChecksAnswer] => {
        const { deviceKey, said } = report
        const wanted = unwanted.get(deviceKey)
        const isNews = wanted !== undefined && !isSame(wanted, said.looked_for)
        return [report, { lookFor: isNews ? wanted : undefined, toMend: toMend.get(deviceKey)! }]
      }),
    )
    return reports.map((report) => answers.get(report))
  })
}

/** One of each device and check: what was said last. */
function latestOf(reports: readonly ChecksReport[]): SaidCheck[] {
  const latest = new Map<string, SaidCheck>()
  for (const { deviceKey, said } of reports) {
    for (const { check, result, facts, taken_at } of said.checks) {
      if (!isCheckName(check)) continue
      const takenAt = new Date(taken_at * 1000)
      latest.set(`${deviceKey} ${check}`, { deviceKey, check, result, facts: storableJson(facts), takenAt })
    }
  }
  return [...latest.values()]
}

function isSame(wanted: readonly string[], lookedFor: readonly string[]): boolean {
  return wanted.length === lookedFor.length && new Set([...wanted, ...lookedFor]).size === wanted.length
}
