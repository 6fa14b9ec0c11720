/**
 * The addresses of the console's pages: its router has a page for each, and the server answers each with the same
 * document, so that a reload and a link from elsewhere work. What is not here is not found.
 */
export const pageAddresses = [
  '/',
  '/sign-in',
  '/setup',
  '/invitation',
  '/devices',
  '/devices/:device_id',
  '/act',
  '/actions',
  '/actions/:action_id',
  '/exemptions',
  '/findings',
  '/groups',
  '/compliance',
  '/enrolment',
  '/applications',
  '/webhooks',
  '/webhooks/:webhook_id',
  '/logs',
  '/users',
  '/profile',
  '/settings',
] as const
