import type { Page } from '@muster/core/api/page.ts'
import type { User } from '@muster/core/api/users.ts'
import { Type } from 'typebox'
import type { Caller } from '../../caller.ts'
import { listUsers as listRows } from '../../db/users/find-user.ts'
import type { Services } from '../../services.ts'
import { formatCursor, type PageRequest, parseCursor, toPage } from '../page.ts'
import { requireUser, toUser } from './to-user.ts'

const cursorKey = Type.Tuple([Type.String()])

/** By e-mail address, whatever its capitals. */
export async function listUsers(
  { pool, now }: Services,
  { accountId }: Caller,
  { cursor, limit }: PageRequest,
): Promise<Page<User>> {
  const [after] = parseCursor('users', cursorKey, cursor) ?? []
  const rows = await listRows(pool, { accountId, after, limit: limit + 1 })
  const at = now()
  return toPage(
    rows,
    limit,
    ({ sort_key }) => formatCursor('users', [sort_key]),
    ({ sort_key: _, ...row }) => toUser(row, at),
  )
}

/** @throws Refusal not_found */
export async function showUser({ pool, now }: Services, { accountId }: Caller, userId: string): Promise<User> {
  return toUser(await requireUser(pool, accountId, userId), now())
}
