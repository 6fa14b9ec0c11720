declare const brand: unique symbol
/** A MAC address as 12 lower-case hexadecimal digits; only `parseMacAddress` makes one. */
export type MacAddress = string & { readonly [brand]: 'MacAddress' }

/** Digits between two separators, by the length of the text. */
const groupByLength: Readonly<Record<number, number>> = { 12: 12, 14: 4, 17: 2 }

/**
 * Reads the spellings that the wire allows: any case; pairs (or groups of four) separated by one of
 * `:` `-` `.`, or nothing between them. Anything else is undefined, never a guess.
 */
export function parseMacAddress(text: string): MacAddress | undefined {
  const value = parseMacAddressNumber(text)
  return value === undefined ? undefined : macAddressFromNumber(value)
}

/** The same as its 48 bits, in one pass: a request may name 100 000. */
export function parseMacAddressNumber(text: string): number | undefined {
  const group = groupByLength[text.length]
  if (group === undefined) return undefined
  let value = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (index % (group + 1) === group) {
      if (code !== text.charCodeAt(group) || !isSeparator(code)) return undefined
    } else {
      const digit = hexadecimalDigit(code)
      if (digit === undefined) return undefined
      value = value * 16 + digit
    }
  }
  return value
}

function isSeparator(code: number): boolean {
  return code === 0x3a || code === 0x2d || code === 0x2e
}

function hexadecimalDigit(code: number): number | undefined {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : undefined
}

/** `00:1a:2b:3c:4d:5e`, the spelling of every answer of ours. */
export function formatMacAddress(mac: MacAddress): string {
  return mac.replace(/(..)(?!$)/g, '$1:')
}

/** The 48 bits as a number (exact in a double), which is how the database keys them. */
export function macAddressToNumber(mac: MacAddress): number {
  return Number.parseInt(mac, 16)
}

export function macAddressFromNumber(value: number): MacAddress {
  return value.toString(16).padStart(12, '0') as MacAddress
}
