import { readFileSync } from 'node:fs'
import type { StateDirectory } from './state-directory.ts'
import { writeFileDurably } from './write-file.ts'

const fileName = 'to-mend.json'

/** What the server said last of what is wrong with this device; for `muster-agent status`. */
export interface ToMend {
  /** Of the enrolment that it was said in. */
  readonly generation: number
  readonly issues: number
  /** Address of the page that says which, and what to do; whoever has it needs no sign-in. */
  readonly page: string
}

export function keepToMend(state: StateDirectory, toMend: ToMend): void {
  const before = readToMend(state)
  const isSame = before?.issues === toMend.issues && before.page === toMend.page
  if (!isSame || before.generation !== toMend.generation) {
    writeFileDurably(state.file(fileName), JSON.stringify(toMend))
  }
}

export function readToMend(state: StateDirectory): ToMend | undefined {
  try {
    return JSON.parse(readFileSync(state.file(fileName), 'utf8')) as ToMend
  } catch {
    return undefined
  }
}
