import { type Static, Type } from 'typebox'
import { Email, NewPassword, UserName } from './users.ts'

/**
 * The first administrator. Public; the token is the one of the link that the server printed at its start.
 *
 * POST /api/v1/setup    NewAdministrator → 201 SignedIn (api/session), with the session's cookie;
 *                       400 invalid_request; 401 wrong_credentials (not the current link);
 *                       404 once a user exists; 429 rate_limited
 *
 * Whether it is still to be done: `set_up_needed` of GET /api/v1/sign-in.
 */
export const NewAdministrator = Type.Object(
  {
    token: Type.String({ minLength: 1, maxLength: 128, description: 'of the link `<server>/setup#token=…`' }),
    name: UserName,
    email: Email,
    password: NewPassword,
  },
  { additionalProperties: false },
)
export type NewAdministrator = Static<typeof NewAdministrator>
