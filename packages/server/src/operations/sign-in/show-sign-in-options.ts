import { isIP } from 'node:net'
import type { SignInOptions } from '@muster/core/api/session.ts'
import type { Services } from '../../services.ts'
import { isSetUpNeeded } from './set-up-administrator.ts'

export async function showSignInOptions(services: Services): Promise<SignInOptions> {
  const { hostname } = new URL(services.publicUrl())
  return {
    set_up_needed: await isSetUpNeeded(services),
    passkeys: isIP(hostname.replace(/^\[|\]$/g, '')) === 0,
    openid: services.openid ? { name: services.openid.name } : null,
  }
}
