import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { IdentityQuestion } from '@muster/core/identity/identity-question.ts'
import { askInTerminal, type Terminal } from './ask-in-terminal.ts'
import { handedOverDirectory, type OpenQuestion, questionsDirectory, readOpenQuestions } from './open-questions.ts'
import { fetchQuestion, sendAnswer } from './question-client.ts'

export interface IdentifyOptions {
  readonly stateDir: string
  readonly link: boolean
  readonly json: boolean
  /** `field=value`. */
  readonly answer: readonly string[]
  readonly terminal: Terminal & { readonly isInteractive: boolean }
  readonly runtimeDirectory: string | undefined
}

export const identifyExitCodes = { ok: 0, failed: 1, unanswered: 2 } as const
export type IdentifyExitCode = (typeof identifyExitCodes)[keyof typeof identifyExitCodes]

type Asked = OpenQuestion & { readonly question: IdentityQuestion }

/**
 * Answers what is asked of this device's user: in the terminal, by `--answer`, or it tells what and where (`--json`,
 * `--link`). Exit code 0 where it was answered, or nothing is asked; 1 where the answer does not fit; 2 where it is still
 * to be answered, also after a mere look.
 */
export async function identify(options: IdentifyOptions): Promise<IdentifyExitCode> {
  const { terminal, json } = options
  const print = (text: string) => void terminal.output.write(`${text}\n`)
  const asked = await findAsked(options)
  if (asked.length === 0) {
    const seen = existsSync(options.stateDir)
      ? ''
      : ` (An agent that runs as somebody else is asked as that user: with sudo.)`
    print(json ? JSON.stringify({ asked: [] }) : `Nothing is asked of this device’s user now.${seen}`)
    return identifyExitCodes.ok
  }
  if (options.answer.length > 0) return answerOne(asked[0]!, readAnswers(options.answer), json, print)
  if (json) {
    print(JSON.stringify({ asked: asked.map(({ pid: _, ...one }) => one) }, undefined, 2))
    return identifyExitCodes.unanswered
  }
  if (options.link) {
    for (const { link } of asked) print(link)
    return identifyExitCodes.unanswered
  }
  if (!terminal.isInteractive) {
    print(
      'Something is asked, and this is no terminal to ask in. Answer with --answer field=value …, or see --link, --json.',
    )
    return identifyExitCodes.unanswered
  }
  let worst: IdentifyExitCode = identifyExitCodes.ok
  for (const one of asked) {
    const texts = await askInTerminal(one.question, terminal)
    if (texts === undefined) {
      print('\nNot sent. It is still asked: muster-agent identify')
      return identifyExitCodes.unanswered
    }
    worst = Math.max(worst, await answerOne(one, texts, false, print)) as IdentifyExitCode
  }
  return worst
}

/** The agent's own notes, where this user may read them, and those that it handed over to this user. */
async function findAsked({ stateDir, runtimeDirectory }: IdentifyOptions): Promise<Asked[]> {
  const directories = [
    join(resolve(stateDir), questionsDirectory),
    ...(runtimeDirectory ? [join(runtimeDirectory, handedOverDirectory)] : []),
  ]
  const asked: Asked[] = []
  for (const open of readOpenQuestions(directories)) {
    const question = await fetchQuestion(open.link)
    if (question !== undefined) asked.push({ ...open, question })
  }
  return asked
}

async function answerOne(
  { link, command_id }: Asked,
  texts: Record<string, string>,
  json: boolean,
  print: (text: string) => void,
): Promise<IdentifyExitCode> {
  const sent = await sendAnswer(link, texts)
  switch (sent.kind) {
    case 'taken':
      print(json ? JSON.stringify({ answered: command_id }) : 'Thank you. The answer is on its way.')
      return identifyExitCodes.ok
    case 'unfit':
      if (json) print(JSON.stringify({ errors: sent.errors }))
      else for (const { field, message } of sent.errors) print(`${field} ${message}`)
      return identifyExitCodes.failed
    case 'gone':
      print(json ? JSON.stringify({ asked: [] }) : 'It is not asked any more: it was answered elsewhere, or cancelled.')
      return identifyExitCodes.failed
  }
}

function readAnswers(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=')
      if (at <= 0) throw new Error(`--answer ${word}: write it as field=value`)
      return [word.slice(0, at), word.slice(at + 1)]
    }),
  )
}
