/**
 * Compares dotted versions number by number ("7.6.71.0" < "7.6.206.0"); missing parts count as 0, and
 * what follows the digits of a part ("1.2.0-beta") is left out. Negative, zero or positive, as a comparator.
 */
export function compareVersions(left: string, right: string): number {
  const a = left.split('.')
  const b = right.split('.')
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = part(a[index]) - part(b[index])
    if (difference !== 0) return difference
  }
  return 0
}

/** Its numbers, without zeros at the end: two versions are equal where these are. */
export function versionNumbers(version: string): number[] {
  const numbers = version.split('.').map(part)
  return numbers.slice(0, numbers.findLastIndex((number) => number > 0) + 1)
}

function part(text: string | undefined): number {
  const digits = /^\s*v?(\d{1,15})/.exec(text ?? '')?.[1]
  return digits === undefined ? 0 : Number(digits)
}

export function looksLikeVersion(text: string): boolean {
  return /^\s*v?\d{1,15}(\.\d{1,15})*([-+.].*)?$/.test(text)
}
