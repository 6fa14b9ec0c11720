import { createInterface } from 'node:readline/promises'

/** Whether somebody sits at a terminal that shows the question and takes the answer. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true
}

/** Asks on the terminal; anything but a yes is a no. */
export async function confirm(question: string): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await prompt.question(`${question} [y/N] `)).trim())
  } catch {
    // Ctrl-C or Ctrl-D at the question.
    return false
  } finally {
    prompt.close()
  }
}
