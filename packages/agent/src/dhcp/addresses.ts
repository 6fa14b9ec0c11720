import { networkInterfaces } from 'node:os'
import { askProgram } from './run-program.ts'

/** IPv4 addresses of an interface that is up. */
export function readAddresses(name: string): string[] {
  return (networkInterfaces()[name] ?? []).filter(({ family }) => family === 'IPv4').map(({ address }) => address)
}

/** Names of interfaces, except loopback, that have an IPv4 address. */
export function addressedInterfaces(): string[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses.some(({ family, internal }) => family === 'IPv4' && !internal) ? [name] : [],
  )
}

/** When the kernel will drop this address, in Unix seconds; null: never, or nobody tells. */
export async function readKernelExpiry(name: string, address: string, signal?: AbortSignal): Promise<number | null> {
  const output = await askProgram('ip', ['-json', '-4', 'address', 'show', 'dev', name], signal)
  return kernelExpiryOf(output, address, Date.now() / 1000)
}

const forever = 2 ** 32 - 1

export function kernelExpiryOf(output: string, address: string, now: number): number | null {
  type Shown = { addr_info?: { local?: string; valid_life_time?: number }[] }
  const shown = output.trim() === '' ? [] : (JSON.parse(output) as Shown[])
  const found = shown.flatMap(({ addr_info = [] }) => addr_info).find(({ local }) => local === address)
  const seconds = found?.valid_life_time
  return seconds === undefined || seconds === forever ? null : now + seconds
}
