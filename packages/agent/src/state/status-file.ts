import { readFileSync } from 'node:fs'
import { writeFileDurably } from './write-file.ts'

/** What the running agent last said of its connection; for `muster-agent status`. */
export interface ConnectionStatus {
  /** Of the agent that wrote this, and its version: the installed program may be another. */
  readonly process_id: number
  readonly version: string
  readonly connected: boolean
  readonly transport?: 'socket' | 'poll' | undefined
  /** ISO 8601, since when it is so. */
  readonly since: string
  /** Why it is not connected, and what to do. */
  readonly problem?: string | undefined
}

export function writeConnectionStatus(path: string, status: ConnectionStatus): void {
  writeFileDurably(path, JSON.stringify(status))
}

export function readConnectionStatus(path: string): ConnectionStatus | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ConnectionStatus
  } catch {
    return undefined
  }
}
