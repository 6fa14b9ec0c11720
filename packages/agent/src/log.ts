import { appendFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

export type LogDetails = Readonly<Record<string, unknown>>

/** Never hand it a token or a key. */
export interface Log {
  info(message: string, details?: LogDetails): void
  warn(message: string, details?: LogDetails): void
  error(message: string, details?: LogDetails): void
}

const fileBytesMax = 1024 * 1024
const filesMax = 4

/** One JSON object a line in `agent.log`; full files become `agent.1.log`, the oldest goes. */
export function openLog(directory: string, echo: (line: string) => void = () => undefined): Log {
  const path = join(directory, 'agent.log')
  let bytes = sizeOf(path)
  const write = (level: string, message: string, details: LogDetails = {}) => {
    const line = `${JSON.stringify({ time: new Date().toISOString(), level, message, ...details })}\n`
    echo(`${level === 'info' ? '' : `${level}: `}${message}${toText(details)}`)
    try {
      if (bytes > fileBytesMax) {
        rotate(directory)
        bytes = 0
      }
      appendFileSync(path, line, { mode: 0o600 })
      bytes += line.length
    } catch (error) {
      // A full disk must not stop the agent.
      echo(`error: cannot write the log: ${(error as Error).message}`)
    }
  }
  return {
    info: (message, details) => write('info', message, details),
    warn: (message, details) => write('warn', message, details),
    error: (message, details) => write('error', message, details),
  }
}

function rotate(directory: string): void {
  const name = (index: number) => join(directory, index === 0 ? 'agent.log' : `agent.${index}.log`)
  rmSync(name(filesMax - 1), { force: true })
  for (let index = filesMax - 2; index >= 0; index -= 1) {
    if (sizeOf(name(index)) > 0) renameSync(name(index), name(index + 1))
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

function toText(details: LogDetails): string {
  const parts = Object.entries(details).filter(([, value]) => value !== undefined)
  return parts.length === 0 ? '' : ` (${parts.map(([key, value]) => `${key}: ${String(value)}`).join(', ')})`
}
