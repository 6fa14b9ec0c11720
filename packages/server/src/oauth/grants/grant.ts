import type OAuth2Server from '@node-oauth/oauth2-server'

/**
 * One way to a token: its name in `grant_type`, and what the OAuth library asks the model for because of it, beyond
 * what all grants share (see `model.ts`).
 */
export interface Grant {
  readonly name: string
  readonly model: Partial<OAuth2Server.ClientCredentialsModel>
}
