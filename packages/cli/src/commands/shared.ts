import { InvalidArgumentError } from 'commander'

/** The examples at the end of a command's help. */
export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}\n`).join('')}`
}

/** The end of the help of commands that filter devices; made of the filter's schema, which takes its time to load. */
export async function readFilterKeysText(): Promise<string> {
  return (await import('../act/filter-keys-text.ts')).filterKeysText()
}

/** In examples: an enrolled device's id is a UUID, an imported one's what its import said. */
export const exampleDevice = '4f6c2a10-8d3e-4b7a-9c51-0e2f7a6b1d84'
export const otherExampleDevice = '9b1e5d72-3c40-4a8f-b6d1-7f2c94e0a835'

export function readSeconds(text: string): number {
  const seconds = Number(text)
  if (!Number.isFinite(seconds) || seconds < 0) throw new InvalidArgumentError('It must be a number of seconds.')
  return seconds
}

export function readCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 on.')
  return Number(text)
}

/** `20` or `20%`. */
export function readPercent(text: string): number {
  const percent = Number(/^(\d{1,3})%?$/.exec(text)?.[1])
  if (!(percent >= 1 && percent <= 100)) throw new InvalidArgumentError('It must be a whole number from 1 to 100.')
  return percent
}

/** `90`, `45m`, `12h`, `7d`: seconds. */
export function readDuration(text: string): number {
  const [, count, unit] = /^(\d{1,9})([smhd]?)$/.exec(text) ?? []
  if (count === undefined) throw new InvalidArgumentError('Write it as 90s, 45m, 12h or 7d.')
  return Number(count) * { s: 1, m: 60, h: 3600, d: 86_400 }[(unit || 's') as 's' | 'm' | 'h' | 'd']
}

/** As `--plan` shows it: the id that the action will have, and the root over what it would be done to. */
export function readPlan(text: string): { action_id: string; root: string } {
  const [, id, root] = /^([0-9a-f-]{36}):([0-9a-f]{64})$/.exec(text) ?? []
  if (id === undefined || root === undefined) {
    throw new InvalidArgumentError('Copy it from what --plan shows: an id, a colon and 64 hexadecimal digits.')
  }
  return { action_id: id, root }
}
