import type { CommandNews, Result } from '@muster/core/agent/messages.ts'
import { checkIdentity, type Identity } from '@muster/core/identity/check-identity.ts'
import { IdentityQuestion } from '@muster/core/identity/identity-question.ts'
import { Value } from 'typebox/value'
import type { CommandAction } from './command-book.ts'

/** News without its personal part, which is kept in one place only, and that part, where it fits what was asked. */
export interface SeparatedNews {
  readonly news: CommandNews
  readonly identity?: Identity
}

/**
 * Holds an answer against the question that was signed. In the result stay the names of the fields that were answered;
 * an answer that does not fit makes it a failure, which keeps nothing of it.
 */
export function separateIdentity({ statement }: CommandAction, news: CommandNews): SeparatedNews {
  const { question } = statement.params
  if (news.type !== 'result' || !Value.Check(IdentityQuestion, question)) return { news }
  const { data, ...result } = news
  if (result.state !== 'succeeded') return { news: result }
  const answers = data?.identity
  if (!isRecord(answers)) return { news: refuse(result, 'It holds no answers.') }
  const checked = checkIdentity(question.fields, answers)
  if (!checked.ok) {
    return { news: refuse(result, checked.errors.map(({ field, message }) => `"${field}" ${message}`).join('; ')) }
  }
  const answered = Object.keys(checked.identity)
  return { news: { ...result, data: { answered } }, identity: checked.identity }
}

function refuse(result: Result, why: string): Result {
  const message = `The answer does not fit what was asked: ${why}`.slice(0, 2000)
  return { ...result, state: 'failed', reason: 'answer_refused', message }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
