import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { CompliancePolicy, PolicyCheck } from '@muster/core/api/compliance.ts'
import { type CheckName, checkNames, checkResults } from '@muster/core/compliance/check-name.ts'
import { type HeldCheck, judgeCompliance, judgedStatuses } from '@muster/core/compliance/judge-compliance.ts'
import { type DeviceStatus, statusOfCode } from '@muster/core/device/facts.ts'
import { judgeDevices } from '@muster/server/db/compliance/judge-devices.ts'
import { listIssues } from '@muster/server/db/compliance/list-issues.ts'
import { saveAccountPolicy, saveGroupPolicy } from '@muster/server/db/compliance/policies.ts'
import { type SaidCheck, saveChecks } from '@muster/server/db/compliance/save-checks.ts'
import { inTransaction } from '@muster/server/db/transaction.ts'
import { createTestDatabase } from '../support/database.ts'
import { addTestAccount, addTestDevices } from '../support/fleet.ts'
import { chooseSeed, type Random, randomFrom } from '../support/random.ts'
import { createTestServices } from '../support/services.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let services: Awaited<ReturnType<typeof createTestServices>>
let accountId: number

before(async () => {
  database = await createTestDatabase()
  services = await createTestServices(database.url)
  accountId = await addTestAccount(services.pool)
})
after(async () => {
  await services.close()
  await database.drop()
})

const statuses = [...judgedStatuses, 'unknown', 'quarantined', 'out_of_license_usage'] as const
const rounds = 30
const deviceCount = 60
const inTx = <T>(work: Parameters<typeof inTransaction<T>>[1]) => inTransaction(services.pool, work)

/** One device, as the oracle keeps it. */
interface Naive {
  status: DeviceStatus
  readonly inGroup: boolean
  readonly held: Map<CheckName, HeldCheck>
}

test('the database judges any fleet as the rule does one device at a time, however time, checks and policies move', async () => {
  const seed = chooseSeed()
  const random = randomFrom(seed)
  const fleet = Array.from(
    { length: deviceCount },
    (): Naive => ({
      status: random.pick(statuses),
      inGroup: random.below(2) === 0,
      held: new Map(),
    }),
  )
  const keys = await addFleet(fleet)
  const policies: { account: CompliancePolicy; group: CompliancePolicy | null } = {
    account: { checks: [] },
    group: null,
  }
  let at = new Date('2026-01-01T00:00:00Z')
  for (let round = 0; round < rounds; round += 1) {
    at = new Date(at.getTime() + random.below(10 * 3_600_000))
    if (random.below(3) === 0) await changePolicies(random, policies, at)
    const said = saySomething(random, fleet, keys, at)
    const before = fleet.map(({ status }) => status)
    for (const one of fleet) judgeNaively(one, policies, at)
    const changes = await inTx(async (tx) => {
      await saveChecks(tx, { accountId, checks: said, at })
      return judgeDevices(tx, { accountId, deviceKeys: keys, at })
    })
    const where = `seed ${seed}, round ${round}`
    assert.deepEqual(
      changes
        .map(({ device_key, former, status }) => [device_key, statusOfCode(former), statusOfCode(status)])
        .sort(([a], [b]) => Number(a) - Number(b)),
      fleet.flatMap(({ status }, index) => (status === before[index] ? [] : [[keys[index], before[index], status]])),
      where,
    )
    await compareAll(fleet, keys, policies, at, where)
  }
})

async function addFleet(fleet: readonly Naive[]): Promise<string[]> {
  const { pool } = services
  await pool.query(`insert into device_group (account_id, group_id, name) values ($1, 'own', 'Own')`, [accountId])
  const name = (index: number) => `device-${String(index).padStart(4, '0')}`
  await addTestDevices(
    pool,
    accountId,
    fleet.map(({ status }, index) => ({ deviceId: name(index), status })),
  )
  await pool.query(
    `update device d set group_key = g.group_key from device_group g
     where d.account_id = $1 and g.account_id = $1 and g.group_id = 'own' and d.device_id = any($2)`,
    [accountId, fleet.flatMap(({ inGroup }, index) => (inGroup ? [name(index)] : []))],
  )
  const { rows } = await pool.query<{ device_key: string }>(
    'select device_key from device where account_id = $1 order by device_id',
    [accountId],
  )
  return rows.map(({ device_key }) => device_key)
}

function anyPolicy(random: Random): CompliancePolicy {
  const checks = checkNames
    .filter(() => random.below(2) === 0)
    .map(
      (check): PolicyCheck => ({
        check,
        severity: random.pick(['critical', 'warning'] as const),
        ...(random.below(2) === 0 && { grace_seconds: random.below(48) * 3600 }),
      }),
    )
  return { checks }
}

type Policies = { account: CompliancePolicy; group: CompliancePolicy | null }

async function changePolicies(random: Random, policies: Policies, at: Date): Promise<void> {
  const change = { accountId, at, by: 'test' }
  policies.account = anyPolicy(random)
  policies.group = random.below(3) === 0 ? null : anyPolicy(random)
  await inTx((tx) => saveAccountPolicy(tx, { ...change, policy: policies.account }))
  await inTx((tx) => saveGroupPolicy(tx, { ...change, groupId: 'own', policy: policies.group }))
}

function saySomething(random: Random, fleet: readonly Naive[], keys: readonly string[], at: Date): SaidCheck[] {
  return fleet.flatMap(({ held }, index) =>
    checkNames
      .filter(() => random.below(8) === 0)
      .map((check) => {
        const result = random.pick(checkResults)
        const since = held.get(check)?.failingSince
        const failingSince = result === 'pass' ? undefined : result === 'fail' ? (since ?? at) : since
        held.set(check, { check, result, failingSince })
        return { deviceKey: keys[index]!, check, result, facts: '{}', takenAt: at }
      }),
  )
}

const policyOf = ({ inGroup }: Naive, { account, group }: Policies) => (inGroup ? (group ?? account) : account)

function judgeNaively(one: Naive, policies: Policies, at: Date): void {
  if (one.held.size === 0 || !judgedStatuses.includes(one.status)) return
  one.status = judgeCompliance([...one.held.values()], policyOf(one, policies), at).status
}

async function compareAll(fleet: Naive[], keys: string[], policies: Policies, at: Date, where: string): Promise<void> {
  const { rows } = await services.pool.query(
    `select d.base_status, d.critical_issues, d.warning_issues, due.due_at
     from device d left join compliance_due due using (account_id, device_key)
     where account_id = $1 order by d.device_id`,
    [accountId],
  )
  const issues = await listIssues(services.pool, { accountId, deviceKeys: keys, at })
  for (const [index, one] of fleet.entries()) {
    const judged = judgeCompliance([...one.held.values()], policyOf(one, policies), at)
    const row = rows[index]
    assert.deepEqual(
      [statusOfCode(row.base_status), row.critical_issues, row.warning_issues, row.due_at?.getTime()],
      [one.status, judged.criticalIssues, judged.warningIssues, judged.nextAt?.getTime()],
      `${where}, device ${index}`,
    )
    assert.deepEqual(
      issues
        .filter(({ device_key }) => device_key === keys[index])
        .map(({ check_name, severity, counts }) => `${check_name} ${severity} ${counts}`)
        .sort(),
      judged.issues.map(({ check, severity, counts }) => `${check} ${severity} ${counts}`).sort(),
      `${where}, issues of device ${index}`,
    )
  }
}
