/** What vendors leave in serials and UUIDs that they never set; machines that share one share nothing else. */
const words = [
  /^to be filled( by o\.?e\.?m\.?)?$/,
  /^default( string)?$/,
  /^(none|null|n\/?a|nil|empty|oem|o\.e\.m\.?|invalid|unknown|undefined|serial|sn|standard|test)$/,
  /^not? (applicable|specified|available|present|settable|set|defined|asset tag|serial number)$/,
  /^(system|board|base ?board|chassis|product) serial( number)?$/,
  /^(type\d ?- ?)?(board|chassis|system) serial( number)?$/,
  /^0?123456789(0|abcdef)?$/,
  /^[.\-_ x]+$/,
]

const uuids = ['03000200-0400-0500-0006-000700080009', '12345678-1234-5678-90ab-cddeefaabbcc']

export function isPlaceholder(value: string): boolean {
  const text = value.trim().toLowerCase()
  if (text.length < 4 || uuids.includes(text) || words.some((word) => word.test(text))) return true
  // All zeros, all ones, `fefefe…`: at most two different characters in something that should be unique.
  return new Set(text.replaceAll(/[-: ]/g, '')).size <= 2
}
