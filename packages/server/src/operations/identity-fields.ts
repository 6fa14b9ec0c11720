import type { IdentityFields, IdentityFieldsChange } from '@muster/core/api/identity-fields.ts'
import { defaultQuestion, faultsOfQuestion, type IdentityQuestion } from '@muster/core/identity/identity-question.ts'
import type { Caller } from '../caller.ts'
import { findIdentityQuestion, saveIdentityQuestion } from '../db/identity/identity-question.ts'
import type { Queryable } from '../db/pool.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import type { UnitOfWork } from './mutate.ts'
import { writeAudit } from './write-audit.ts'

/** What devices' users are asked now; where the account has set nothing, the default question. */
export async function showIdentityFields(
  { pool }: Pick<Services, 'pool'>,
  { accountId }: Caller,
): Promise<IdentityFields> {
  const { question, modifiedAt } = await readQuestion(pool, accountId)
  return { ...question, modified_at: modifiedAt?.toISOString() ?? null }
}

/** Replaces the whole; what was asked already stays as it was signed. @throws Refusal invalid_request */
export async function setIdentityFields(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  change: IdentityFieldsChange,
): Promise<IdentityFields> {
  const at = now()
  const { standard } = await readQuestion(tx, caller.accountId)
  const question = { ...standard, ...change }
  const faults = faultsOfQuestion(question)
  if (faults.length > 0) {
    const sentences = faults.map(({ field, message }) => `${field}: ${message}`)
    throw new Refusal('invalid_request', sentences.join('; '), faults)
  }
  await saveIdentityQuestion(tx, { accountId: caller.accountId, question, at })
  await writeAudit(tx, caller, { at, event: 'identity_fields.changed', details: question })
  return { ...question, modified_at: at.toISOString() }
}

export async function readQuestion(
  db: Queryable,
  accountId: number,
): Promise<{ question: IdentityQuestion; standard: IdentityQuestion; modifiedAt: Date | null }> {
  const row = await findIdentityQuestion(db, accountId)
  if (row === undefined) throw new Error(`there is no account ${accountId}`)
  const standard = defaultQuestion(row.account_name)
  return { question: row.question ?? standard, standard, modifiedAt: row.modified_at }
}
