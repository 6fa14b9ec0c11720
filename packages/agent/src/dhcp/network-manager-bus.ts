import { type BusVariant, busArguments } from './bus-arguments.ts'
import { runProgram } from './run-program.ts'

/** The settings that are in force on a device: not the saved profile, which its owner may have edited since. */
export interface AppliedConnection {
  /** By the name of the setting, then of the property. */
  readonly settings: Record<string, Record<string, BusVariant>>
  /** Changes when somebody else applies other settings. */
  readonly version: number
}

const settingsType = 'a{sa{sv}}'
/** Keeps the addresses and routes that others gave the interface. Versions before 1.42 refuse it, and would not. */
const preserveExternalIp = '1'

/** @throws with a sentence for a person */
export async function getAppliedConnection(path: string, signal: AbortSignal): Promise<AppliedConnection> {
  const { data } = JSON.parse(await callDevice(path, 'GetAppliedConnection', ['u', '0'], signal))
  return { settings: data[0], version: data[1] }
}

/** Applies settings to the device for as long as it is active; the saved profile stays as it is. @throws as above */
export async function reapply(path: string, { settings, version }: AppliedConnection, signal: AbortSignal) {
  const words = [`${settingsType}tu`, ...busArguments(settingsType, settings), String(version), preserveExternalIp]
  await callDevice(path, 'Reapply', words, signal)
}

async function callDevice(path: string, method: string, words: readonly string[], signal: AbortSignal) {
  const service = 'org.freedesktop.NetworkManager'
  // Some numbers are negative, and no options.
  const args = ['--system', '--json=short', 'call', '--', service, path, `${service}.Device`, method, ...words]
  const { code, output, errors } = await runProgram('busctl', args, { signal, timeoutMilliseconds: 25_000 }).catch(
    (error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? new Error('NetworkManager is asked by busctl, which is not installed.') : error
    },
  )
  if (code === 0) return output
  const said = errors.trim().split('\n').at(-1)?.slice(0, 300) ?? ''
  throw new Error(`NetworkManager refused ${method}: ${said}${remedy(said)}`)
}

function remedy(said: string): string {
  if (/invalid flags/i.test(said)) {
    return ' Versions before 1.42 cannot ask anew without undoing what others set on the interface.'
  }
  return /not authorized|privileges|denied/i.test(said) ? ' The agent needs root, or polkit’s consent.' : ''
}
