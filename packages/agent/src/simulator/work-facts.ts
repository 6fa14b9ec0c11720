import { type IdentityKind, IdentityQuestion } from '@muster/core/identity/identity-question.ts'
import type { DhcpResult } from '@muster/core/report/dhcp-result.ts'
import { Value } from 'typebox/value'
import type { ReportFile } from './report-files.ts'

/** How long an agent that defers wants to be left alone. */
export const deferSeconds = 3

/** As the real handlers: what only reads and uploads may begin again. */
export function isResumable(type: string): boolean {
  return type === 'fetch_agent_log' || type === 'scan_threats'
}

/** Unix seconds. */
export function agentNow(): number {
  return Math.floor(Date.now() / 1000)
}

/** When an action was made, in Unix milliseconds: its id is a UUID of version 7, which begins with it. */
export function madeAt(actionId: string): number {
  return Number.parseInt(actionId.replaceAll('-', '').slice(0, 12), 16)
}

/** What a command brings back in its result: of the shape that a real one has, and plausible. */
export function resultOf(
  type: string,
  params: Readonly<Record<string, unknown>>,
  report: ReportFile | undefined,
): Record<string, unknown> {
  if (report !== undefined) return { simulated: true, report: { size_bytes: report.sizeBytes, sha256: report.sha256 } }
  if (type === 'dhcprenew') return renewal()
  if (type === 're-identify') return { identity: answersTo(params.question) }
  return { simulated: true }
}

function renewal(): DhcpResult {
  const at = agentNow()
  return {
    interfaces: [
      {
        interface: 'eth0',
        client: 'dhclient',
        old_address: '192.0.2.10',
        new_address: '192.0.2.10',
        server: '192.0.2.1',
        lease_start: at,
        lease_end: at + 3600,
        renewed: true,
      },
    ],
  }
}

const answers: Record<IdentityKind, string | number> = {
  text: 'Simulated',
  email: 'simulated@example.com',
  number: 1,
  choice: '',
  date: '2026-01-31',
}

function answersTo(question: unknown): Record<string, string | number> {
  if (!Value.Check(IdentityQuestion, question)) return {}
  return Object.fromEntries(question.fields.map(({ name, kind, choices }) => [name, choices?.[0] ?? answers[kind]]))
}
