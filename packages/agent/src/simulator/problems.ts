import type { RefusalCode } from '@muster/core/agent/messages.ts'
import { closeCodes } from '@muster/core/agent/protocol.ts'

/** A server that is busy, or has been away, says so; any other "no" to an honest agent is wrong. */
export function isExpectedRefusal(code: RefusalCode): boolean {
  return code === 'overloaded' || code === 'session_ended'
}

/** Why a connection ended that the agent had not ended itself. Broken lines and stopped servers are to be expected. */
export function closeProblem(code: number, problem: string): { kind: string; expected: boolean } {
  const name = Object.entries(closeCodes).find(([, number]) => number === code)?.[0]
  if (name === 'malformed' || name === 'refused' || name === 'replaced') {
    return { kind: `closed as ${name}: ${problem}`, expected: false }
  }
  if (name !== undefined) return { kind: `closed as ${name}`, expected: true }
  return { kind: `connection lost: ${problem || code}`, expected: true }
}
