import type OAuth2Server from '@node-oauth/oauth2-server'
import type { Caller } from '../../caller.ts'
import type { OAuthClient } from '../../operations/authenticate-client.ts'
import type { OAuthContext } from '../oauth-context.ts'

export type Model = OAuth2Server.AuthorizationCodeModel &
  OAuth2Server.ClientCredentialsModel &
  OAuth2Server.RefreshTokenModel

/** One request to the token endpoint. */
export interface GrantRun {
  readonly context: OAuthContext
  readonly asked: Caller
  readonly parameters: ReadonlyMap<string, string>
  /** Who asks; known by the time the library asks the model for anything of a grant. */
  readonly client: () => OAuthClient
}

/**
 * One way to a token: its name in `grant_type`, and what the OAuth library asks the model for because of it, beyond
 * what all grants share (see `model.ts`).
 */
export interface Grant {
  readonly name: string
  readonly clients: 'all' | 'confidential'
  readonly createModel: (run: GrantRun) => Partial<Model>
}
