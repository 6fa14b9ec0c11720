import type { AccountParam } from '@muster/core/action/action-type.ts'
import type { Queryable } from '../db/pool.ts'
import { type CheckedAction, canonicalJson } from './action-request.ts'
import { readQuestion } from './identity-fields.ts'

/**
 * Fills in the parameters that come from the account's settings, as they are at this moment. From here on they are
 * like any other: part of the plan's root, of what is equal work, of what is signed, and of the audit entry.
 */
export async function addAccountParams(
  db: Queryable,
  accountId: number,
  checked: CheckedAction,
): Promise<CheckedAction> {
  const names = checked.type.accountParams ?? []
  if (names.length === 0) return checked
  const params = { ...checked.params }
  for (const name of names) params[name] = await readAccountParam(db, accountId, name)
  return { ...checked, params, paramsText: canonicalJson(params) }
}

async function readAccountParam(db: Queryable, accountId: number, name: AccountParam): Promise<unknown> {
  switch (name) {
    case 'question':
      return (await readQuestion(db, accountId)).question
  }
}
