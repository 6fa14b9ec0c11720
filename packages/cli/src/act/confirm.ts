import { createInterface } from 'node:readline/promises'

/** Asks on the terminal; where there is none, nobody can be asked and the answer is yes. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return true
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
