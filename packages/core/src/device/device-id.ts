/** The longest device id or hardware id, in UTF-16 units. */
export const deviceIdLengthMax = 128

/**
 * Undefined for a text that may name a device, else what is wrong with it. Ids travel in URLs and in lists of
 * one a line, so control characters, blanks at the ends and the two dot segments are not taken.
 */
export function faultOfDeviceId(text: string): string | undefined {
  if (text === '') return 'must not be empty'
  if (text.length > deviceIdLengthMax) return `must not be longer than ${deviceIdLengthMax} characters`
  if (hasControlCharacters(text) || !text.isWellFormed()) return 'must not contain control characters'
  if (text.trim() !== text) return 'must not begin or end with a blank'
  if (text === '.' || text === '..') return 'must not be "." or ".."'
  return undefined
}

/** C0 and C1 controls, and the two Unicode line breaks. */
export function hasControlCharacters(text: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(text)
}
