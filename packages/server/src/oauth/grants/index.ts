import { authorizationCode } from './authorization-code.ts'
import { clientCredentials } from './client-credentials.ts'
import type { Grant } from './grant.ts'
import { refreshToken } from './refresh-token.ts'

/** Every grant there is. To add one: a file beside this one, and a line here. */
export const grants: readonly Grant[] = [clientCredentials, authorizationCode, refreshToken]
