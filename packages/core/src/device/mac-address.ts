declare const brand: unique symbol
/** A MAC address as 12 lower-case hexadecimal digits; only `parseMacAddress` makes one. */
export type MacAddress = string & { readonly [brand]: 'MacAddress' }

const plain = /^[0-9a-f]{12}$/
const separated = /^[0-9a-f]{2}([:.-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$/
const cisco = /^[0-9a-f]{4}([.:-])[0-9a-f]{4}\1[0-9a-f]{4}$/

/**
 * Reads the spellings that the wire allows: any case; pairs (or groups of four) separated by one of
 * `:` `-` `.`, or nothing between them. Anything else is undefined, never a guess.
 */
export function parseMacAddress(text: string): MacAddress | undefined {
  if (text.length < 12 || text.length > 17) return undefined
  const lower = text.toLowerCase()
  if (plain.test(lower)) return lower as MacAddress
  if (separated.test(lower) || cisco.test(lower)) return lower.replace(/[:.-]/g, '') as MacAddress
  return undefined
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
