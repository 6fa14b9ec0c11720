import { createInterface } from 'node:readline/promises'
import { readIdentity } from '@muster/core/identity/check-identity.ts'
import type { IdentityField, IdentityQuestion } from '@muster/core/identity/identity-question.ts'

export interface Terminal {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
}

/** Asks field by field until each answer fits; undefined where the user ends it instead. */
export async function askInTerminal(
  { asked_by, purpose, fields }: IdentityQuestion,
  { input, output }: Terminal,
): Promise<Record<string, string> | undefined> {
  const line = createInterface({ input, output })
  const ended = new AbortController()
  line.once('close', () => ended.abort())
  line.once('SIGINT', () => line.close())
  const write = (text: string) => void output.write(`${text}\n`)
  try {
    write(`${asked_by} asks who uses this device.\n${purpose}\n`)
    if (fields.some(({ required }) => required)) write('* needs an answer; others may be left empty.\n')
    const texts: Record<string, string> = {}
    for (const field of fields) {
      for (const choice of listChoices(field)) write(choice)
      for (;;) {
        const text = toText(field, await line.question(promptOf(field), { signal: ended.signal }))
        const checked = readIdentity([field], { [field.name]: text })
        if (checked.ok) {
          if (text.trim() !== '') texts[field.name] = text
          break
        }
        write(`  It ${checked.errors[0]!.message}.`)
      }
    }
    return texts
  } catch (error) {
    if (ended.signal.aborted) return undefined
    throw error
  } finally {
    line.close()
  }
}

function promptOf({ label, required, kind }: IdentityField): string {
  const hint = { text: '', email: '', number: '', choice: ' (its number)', date: ' (year-month-day)' }[kind]
  return `${label}${required ? ' *' : ''}${hint}: `
}

function listChoices({ kind, label, choices = [] }: IdentityField): string[] {
  return kind === 'choice' ? [`${label}:`, ...choices.map((choice, index) => `  ${index + 1}  ${choice}`)] : []
}

/** A choice may be said by its number, or in its words. */
function toText({ kind, choices = [] }: IdentityField, text: string): string {
  if (kind !== 'choice' || choices.includes(text.trim())) return text
  return (/^\s*\d{1,3}\s*$/.test(text) && choices[Number(text) - 1]) || text
}
