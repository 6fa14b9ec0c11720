import { usageFailure } from '../failure.ts'

export function splitWord(word: string, option: string): { key: string; value: string } {
  const at = word.indexOf('=')
  if (at < 1) throw usageFailure(`${option} ${word}: write it as key=value.`)
  return { key: word.slice(0, at), value: word.slice(at + 1) }
}
