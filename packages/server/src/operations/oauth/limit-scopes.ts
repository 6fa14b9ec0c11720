import type { Role } from '@muster/core/api/users.ts'
import { hasScope } from '../../caller.ts'
import { scopesOf } from '../sign-in/roles.ts'

/** Those that the user's role has too: an application never does in his name what he himself may not. */
export function limitScopes(scopes: readonly string[], role: Role): string[] {
  return scopes.filter((scope) => hasScope({ scopes: scopesOf(role) }, scope))
}
