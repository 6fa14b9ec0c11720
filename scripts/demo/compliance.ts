import { setTimeout as wait } from 'node:timers/promises'
import { findingsOf } from '@muster/agent/simulator/findings.ts'
import { print, type ShowingClient } from './client.ts'

/** What counts in the demo: two checks at once, one as a warning, one only after a week. */
const policy = {
  checks: [
    { check: 'disk_encryption', severity: 'critical' },
    { check: 'os_updates', severity: 'critical' },
    { check: 'antimalware_current', severity: 'warning' },
    { check: 'reboot_pending', severity: 'warning', grace_seconds: 7 * 86_400 },
  ],
}
const countsAtOnce = new Set(policy.checks.filter((rule) => !('grace_seconds' in rule)).map(({ check }) => check))

/** So many that a handful has something wrong with it: what each finds is the same in every run. */
export const simulatedAgents = 24

export function setPolicy(client: ShowingClient, operatorToken: string): Promise<unknown> {
  return client.send({
    title: 'A policy: which checks count, how severely, and after which grace',
    method: 'PUT',
    path: '/api/v1/compliance-policy',
    token: operatorToken,
    json: policy,
    show: () => 'as asked for',
  })
}

interface JudgedDevice {
  readonly device_id: string
  readonly hostname: string
  readonly status: string
  readonly severity: string
  readonly critical_issues: number
  readonly warning_issues: number
}

/** Which devices do not comply, what an exemption changes, and what the user of one is told. */
export async function showCompliance(
  client: ShowingClient,
  { url, operatorToken, token }: { url: string; operatorToken: string; token: string },
): Promise<void> {
  await untilJudged(url, operatorToken)
  const { items } = (await client.send({
    title: `Which of the ${simulatedAgents} simulated agents’ devices do not comply`,
    method: 'GET',
    path: '/api/v1/devices?severity=critical,warning&limit=100',
    token: operatorToken,
    show: (answer) => (answer as { items: JudgedDevice[] }).items.map(describe).join('\n'),
  })) as { items: JudgedDevice[] }
  const ids = items.slice(0, 2).map(({ device_id }) => device_id)
  await client.send({
    title: 'Exempt two of them for a day',
    path: '/o/api/v3.3/devices/action',
    token,
    json: { types: 'exempt', ids, params: { exempt_time: 24 } },
  })
  await client.send({
    title: 'They answer as exempted now; their issues stay listed',
    path: '/o/api/v3.5/devices/detail',
    token,
    json: { ids },
    show: (answer) =>
      (answer as { device_name: string; status: string; severity: string; issue: object }[])
        .map(({ device_name, status, severity, issue }) => JSON.stringify({ device_name, status, severity, issue }))
        .join('\n'),
  })
  await client.send({
    title: 'The page that tells its user what to mend; open it in a browser',
    method: 'GET',
    path: `/o/api/v3/devices/${ids[0]}/remediation`,
    token,
  })
}

function describe({ hostname, status, severity, critical_issues, warning_issues }: JudgedDevice): string {
  return `${hostname.padEnd(20)} ${status.padEnd(14)} ${severity.padEnd(9)} ${critical_issues} critical, ${warning_issues} warning`
}

/** Until all have said what they found, and the server has judged them by it. */
async function untilJudged(url: string, operatorToken: string): Promise<void> {
  const failing = Array.from({ length: simulatedAgents }, (_, index) =>
    findingsOf(index, 0, []).checks.some(({ check, result }) => result === 'fail' && countsAtOnce.has(check)),
  ).filter(Boolean).length
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const answer = await fetch(`${url}/api/v1/devices/count?severity=critical,warning`, {
      headers: { authorization: `Bearer ${operatorToken}` },
    })
    const { devices } = (await answer.json()) as { devices: number }
    if (devices >= failing) return
    await wait(100)
  }
  print('   (some of the simulated agents have not come yet)')
}
