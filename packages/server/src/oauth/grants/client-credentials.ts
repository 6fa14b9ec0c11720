import type { Grant } from './grant.ts'

/** RFC 6749 §4.4: the application acts for itself; there is no user beside it. */
export const clientCredentials: Grant = {
  name: 'client_credentials',
  model: { getUserFromClient: async (client) => ({ application: client.id }) },
}
