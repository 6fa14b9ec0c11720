import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { type Role, roles } from '@muster/core/api/users.ts'

// How the text of a setting becomes its value. Each throws a sentence that says what is wrong.

export function readText(text: string): string {
  return text
}

export function readInteger(least: number, most: number) {
  return (text: string): number => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < least || value > most) throw new Error(`a whole number from ${least} to ${most}`)
    return value
  }
}

export function readChoice<Choice extends string>(...choices: Choice[]) {
  return (text: string): Choice => {
    const choice = choices.find((one) => one === text)
    if (choice === undefined) throw new Error(`one of ${choices.join(', ')}`)
    return choice
  }
}

export function readUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new Error('an address that begins with http:// or https://')
  return url.toString().replace(/\/$/, '')
}

export function readFile(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new Error(`cannot read the file ${path}: ${(error as Error).message}`)
  }
}

export function readAddresses(text: string): string[] {
  const addresses = text
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '')
  for (const address of addresses) {
    const [ip = '', bits = '0'] = address.split('/')
    const most = isIP(ip) === 6 ? 128 : 32
    if (isIP(ip) === 0 || !/^\d+$/.test(bits) || Number(bits) > most)
      throw new Error(`"${address}" is not an address or CIDR`)
  }
  return addresses
}

/** `it-admins=administrator,help-desk=operator`; what stands before the last `=` may hold others. */
export function readRoles(text: string): ReadonlyMap<string, Role> {
  const pairs = text
    .split(',')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
  return new Map(
    pairs.map((pair) => {
      const [group, name] = [pair.slice(0, pair.lastIndexOf('=')), pair.slice(pair.lastIndexOf('=') + 1)]
      const role = roles.find((one) => one === name)
      if (group === '' || role === undefined)
        throw new Error(`"${pair}" is not group=role; roles are ${roles.join(', ')}`)
      return [group, role]
    }),
  )
}
