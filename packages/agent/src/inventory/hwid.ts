import { execFileSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { writeFileDurably } from '../state/write-file.ts'

/**
 * What tells this machine from all others, as 32 hexadecimal digits: a hash, because the machine's own id is nobody
 * else's business. `MUSTER_AGENT_HWID` lets several agents live on one machine. A machine without an id gets one
 * here, and so does a copy of another, whose own id is that one’s (see `makeOwnHardwareId`).
 */
export function readHardwareId(fallbackPath: string, environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.MUSTER_AGENT_HWID) return environment.MUSTER_AGENT_HWID
  if (existsSync(fallbackPath)) return readFileSync(fallbackPath, 'utf8').trim()
  const id = readMachineId()
  if (id) return createHash('sha256').update(`muster hardware id\n${id}`).digest('hex').slice(0, 32)
  return makeOwnHardwareId(fallbackPath)
}

/** From here on this machine's id is this one, whatever the system says. */
export function makeOwnHardwareId(path: string): string {
  const id = randomUUID().replaceAll('-', '')
  writeFileDurably(path, id)
  return id
}

function readMachineId(): string | undefined {
  try {
    switch (process.platform) {
      case 'linux':
        return ['/etc/machine-id', '/var/lib/dbus/machine-id']
          .filter((path) => existsSync(path))
          .map((path) => readFileSync(path, 'utf8').trim())
          .find((text) => /^[0-9a-f]{32}$/.test(text))
      case 'darwin':
        return /"IOPlatformUUID" = "([^"]+)"/.exec(run('ioreg', '-rd1', '-c', 'IOPlatformExpertDevice'))?.[1]
      case 'win32':
        return /MachineGuid\s+REG_SZ\s+(\S+)/.exec(
          run('reg', 'query', 'HKLM\\SOFTWARE\\Microsoft\\Cryptography', '/v', 'MachineGuid'),
        )?.[1]
      default:
        return undefined
    }
  } catch {
    return undefined
  }
}

function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', timeout: 10_000, stdio: ['ignore', 'pipe', 'ignore'] })
}
