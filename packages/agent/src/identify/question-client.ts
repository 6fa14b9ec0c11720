import type { FieldError } from '@muster/core/error-code.ts'
import { IdentityQuestion } from '@muster/core/identity/identity-question.ts'
import { Value } from 'typebox/value'

const headers = { accept: 'application/json', 'content-type': 'application/json' }

/** Undefined where it is not asked any more. */
export async function fetchQuestion(link: string): Promise<IdentityQuestion | undefined> {
  const answer = await reach(link)
  const body = await answer?.json().catch(() => undefined)
  return answer?.status === 200 && Value.Check(IdentityQuestion, body) ? body : undefined
}

export type Sent =
  | { readonly kind: 'taken' }
  | { readonly kind: 'unfit'; readonly errors: readonly FieldError[] }
  /** Answered on the page meanwhile, cancelled, or the agent was stopped. */
  | { readonly kind: 'gone' }

export async function sendAnswer(link: string, texts: Readonly<Record<string, string>>): Promise<Sent> {
  const answer = await reach(link, { method: 'POST', body: JSON.stringify(texts) })
  if (answer?.status === 200) return { kind: 'taken' }
  if (answer?.status !== 422) return { kind: 'gone' }
  return { kind: 'unfit', errors: ((await answer.json()) as { errors: FieldError[] }).errors }
}

function reach(link: string, request: RequestInit = {}): Promise<Response | undefined> {
  return fetch(link, { ...request, headers, redirect: 'error', signal: AbortSignal.timeout(30_000) }).catch(
    () => undefined,
  )
}
