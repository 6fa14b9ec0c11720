import { systemCaller } from '@muster/server/caller.ts'
import { inTransaction } from '@muster/server/db/transaction.ts'
import { addUser } from '@muster/server/db/users/write-users.ts'
import { findKnownClient } from '@muster/server/operations/authenticate-client.ts'
import { giveCode } from '@muster/server/operations/oauth/give-code.ts'
import { uuidV7 } from '@muster/server/uuid-v7.ts'
import type { TestHttpServer } from '../support/http-server.ts'
import type { Kept } from './match-answer.ts'

const redirectUri = 'https://client.example/back'

/** For the cases of OAuth: an application, and the code by which an operator of the account has let it in. */
export async function prepareClient({ services, addClient }: TestHttpServer, accountId: number): Promise<Kept> {
  const { clientId, clientSecret } = await addClient({ accountId, redirectUris: [redirectUri] })
  const at = services.now()
  const userId = uuidV7(at)
  const person = { accountId, userId, email: 'operator@example.com', name: 'Operator', role: 'operator' } as const
  await inTransaction(services.pool, (tx) => addUser(tx, { ...person, passwordHash: null, createdAt: at }))
  const caller = { ...systemCaller(accountId, 'system', 'test'), userId }
  const client = (await findKnownClient(services, clientId))!
  const scopes = ['read', 'actions']
  const code = await giveCode(services, caller, { client, redirectUri, scopes, codeChallenge: undefined })
  return new Map(Object.entries({ client_id: clientId, client_secret: clientSecret, code }))
}
