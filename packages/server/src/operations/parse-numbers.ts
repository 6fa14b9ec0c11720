const comma = 0x2c
const zero = 0x30

/** Numbers separated by commas, without a string for each. */
export function parseNumbers(text: string): Int32Array {
  let count = 1
  for (let at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) count += 1
  const numbers = new Int32Array(count)
  let index = 0
  let number = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === comma) {
      numbers[index] = number
      index += 1
      number = 0
    } else number = number * 10 + code - zero
  }
  numbers[index] = number
  return numbers
}
