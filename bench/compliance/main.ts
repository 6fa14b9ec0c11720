import { setTimeout as wait } from 'node:timers/promises'
import { checkNames } from '@muster/core/compliance/check-name.ts'
import { addMixedFleet, fleetSize } from '../console/fleet.ts'
import { closeConnections, send } from '../support/request.ts'
import { atMost, type BenchResult, measured } from '../support/result.ts'
import { type BenchServer, startBenchServer } from '../support/server.ts'
import { median } from '../support/statistics.ts'

const judgedSecondsMax = 60
const answerMillisMax = 500
const lookMillisMax = 500

/**
 * A change of the account's policy, until each of 100 000 devices has its new status, and how others fare meanwhile. Each
 * change turns the status of every device whose agent is judged.
 */
export async function benchCompliance({ rounds }: { rounds: number }): Promise<BenchResult[]> {
  const server = await startBenchServer()
  try {
    await addMixedFleet(server)
    await addChecks(server)
    const seconds: number[] = []
    const answers: number[] = []
    const looks: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const checks = round % 2 === 0 ? [{ check: 'firewall', severity: 'critical' }] : []
      const startedAt = performance.now()
      answers.push(await put(server, { checks }))
      while (await isJudging(server)) {
        looks.push((await get(server, '/devices?limit=50&status=compliant')).millis)
        await wait(100)
      }
      seconds.push((performance.now() - startedAt) / 1000)
      await check(server, checks.length > 0)
      process.stderr.write(`  policy ${round + 1}: ${seconds.at(-1)!.toFixed(1)} s\n`)
    }
    return [
      atMost(`${fleetSize} devices judged anew, median of ${rounds}`, median(seconds), 's', judgedSecondsMax),
      measured('devices judged a second', fleetSize / median(seconds), ''),
      atMost('answer to the change itself, median', median(answers), 'ms', answerMillisMax),
      atMost('first page of devices meanwhile, median', median(looks), 'ms', lookMillisMax),
    ]
  } finally {
    closeConnections()
    await server.close()
  }
}

/** Each device says every check; one fails. */
async function addChecks({ pool }: BenchServer): Promise<void> {
  await pool.query(
    `insert into device_check (account_id, device_key, check_name, result, facts, taken_at, failing_since)
     select account_id, device_key, name, case when name = 'firewall' then 'fail' else 'pass' end, '{}', now(),
       case when name = 'firewall' then now() end
     from device cross join unnest($1::text[]) as name`,
    [checkNames],
  )
  await pool.query('vacuum analyze')
}

/** As many as there are with a status that is judged, and every one of them as the policy says. */
async function check({ pool }: BenchServer, counts: boolean): Promise<void> {
  const { rows } = await pool.query<{ devices: number }>(
    `select count(*)::integer as devices from device where critical_issues <> $1 or base_status = $2`,
    [counts ? 1 : 0, counts ? 0 : 1],
  )
  if (rows[0]!.devices > 0) throw new Error(`${rows[0]!.devices} devices were not judged`)
}

async function put({ url, operatorToken }: BenchServer, policy: object): Promise<number> {
  const body = JSON.stringify(policy)
  const { millis } = await send(`${url}/api/v1/compliance-policy`, { method: 'PUT', token: operatorToken, body })
  return millis
}

async function isJudging(server: BenchServer): Promise<boolean> {
  return ((await get(server, '/compliance-policy')).answer as { judging: boolean }).judging
}

async function get({ url, operatorToken }: BenchServer, path: string) {
  const { bytes, millis } = await send(`${url}/api/v1${path}`, { method: 'GET', token: operatorToken })
  return { answer: JSON.parse(bytes.toString()) as unknown, millis }
}
