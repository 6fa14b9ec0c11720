import type { IdentityQuestion } from '@muster/core/identity/identity-question.ts'
import type { Queryable } from '../pool.ts'

export interface QuestionRow {
  readonly account_name: string
  /** Null where the account has set none. */
  readonly question: IdentityQuestion | null
  readonly modified_at: Date | null
}

export async function findIdentityQuestion(db: Queryable, accountId: number): Promise<QuestionRow | undefined> {
  const { rows } = await db.query<QuestionRow>({
    name: 'find-identity-question',
    text: `select a.name as account_name, q.question, q.modified_at
           from account a left join identity_question q using (account_id)
           where a.account_id = $1`,
    values: [accountId],
  })
  return rows[0]
}

export async function saveIdentityQuestion(
  db: Queryable,
  { accountId, question, at }: { accountId: number; question: IdentityQuestion; at: Date },
): Promise<void> {
  await db.query({
    name: 'save-identity-question',
    text: `insert into identity_question (account_id, question, modified_at) values ($1, $2, $3)
           on conflict (account_id) do update set question = excluded.question, modified_at = excluded.modified_at`,
    values: [accountId, JSON.stringify(question), at],
  })
}
