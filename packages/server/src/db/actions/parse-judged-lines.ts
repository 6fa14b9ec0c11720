import { setImmediate } from 'node:timers/promises'

/** What the database says of one target of an action. */
export interface JudgedTarget {
  readonly position: number
  /** -1: a device of a kind that the verdict table does not have. */
  readonly state: number
  readonly reason: number
  readonly generation: number
  /** Empty where no one device is meant. */
  readonly deviceKey: string
  /** Undefined where it equals the identifier as sent, or there is none. */
  readonly deviceId: string | undefined
  /** The target whose command stands for this one. */
  readonly sameAs: { readonly actionId: string; readonly position: number } | undefined
}

const linesPerTurn = 10_000

/** Takes the lines of `judgedLines` apart, giving way to others every few milliseconds. */
export async function parseJudgedLines(lines: string): Promise<JudgedTarget[]> {
  const targets: JudgedTarget[] = []
  for (let start = 0; start < lines.length; ) {
    const newline = lines.indexOf('\n', start)
    const end = newline === -1 ? lines.length : newline
    targets.push(parseLine(lines.slice(start, end)))
    start = end + 1
    if (targets.length % linesPerTurn === 0) await setImmediate()
  }
  return targets
}

function parseLine(line: string): JudgedTarget {
  const tab = line.indexOf('\t')
  const words = (tab === -1 ? line : line.slice(0, tab)).split(' ')
  const [actionId, samePosition] = tab === -1 ? [] : line.slice(tab + 1).split(' ')
  return {
    position: Number(words[0]),
    state: Number(words[1]),
    reason: Number(words[2]),
    generation: Number(words[3] ?? 0),
    deviceKey: words[4] ?? '',
    deviceId: words.length > 5 ? words.slice(5).join(' ') : undefined,
    sameAs: actionId === undefined ? undefined : { actionId, position: Number(samePosition) },
  }
}
