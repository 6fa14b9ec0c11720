import { countIssues } from '../../db/compliance/count-issues.ts'
import type { Int8, Queryable } from '../../db/pool.ts'
import type { Services } from '../../services.ts'
import { remediationLinks } from './remediation-links.ts'
import type { Enrolment } from './remediation-token.ts'

/** What a device's own agent tells its user. */
export interface ToMend {
  /** Those that do not count yet among them. */
  readonly issues: number
  /** Address of the page that says which, and what to do. */
  readonly page: string
}

/** By device key. */
export async function findToMend(
  services: Pick<Services, 'pool' | 'publicUrl'>,
  accountId: number,
  enrolments: readonly Enrolment[],
  db: Queryable = services.pool,
): Promise<Map<Int8, ToMend>> {
  if (enrolments.length === 0) return new Map()
  const keys = enrolments.map(({ deviceKey }) => deviceKey)
  const counts = await countIssues(db, accountId, keys)
  const linkTo = await remediationLinks(services, accountId, db)
  return new Map(
    enrolments.map((enrolment) => [
      enrolment.deviceKey,
      { issues: counts.get(enrolment.deviceKey) ?? 0, page: linkTo(enrolment) },
    ]),
  )
}
