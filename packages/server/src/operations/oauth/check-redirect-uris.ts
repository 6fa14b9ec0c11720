import type { NewApplication } from '@muster/core/api/applications.ts'
import { invalidField } from '../../refusal.ts'

/**
 * What a code may be sent to: nothing that a browser would run, nothing that goes over a network unencrypted.
 * @throws Refusal invalid_request
 */
export function checkRedirectUris(uris: readonly string[], clientType: NewApplication['client_type']): void {
  uris.forEach((uri, index) => {
    const fault = findFault(uri, clientType === 'public')
    if (fault !== undefined) throw invalidField(`redirect_uris.${index}`, fault)
  })
}

function findFault(uri: string, isPublic: boolean): string | undefined {
  if (!/^[!-~]+$/.test(uri) || !URL.canParse(uri)) return 'is not an absolute address'
  if (uri.includes('#')) return 'has a fragment: what is behind # never reaches the application'
  const { protocol, hostname, username, password } = new URL(uri)
  if (username !== '' || password !== '') return 'holds a user name or password'
  if (protocol === 'https:') return undefined
  if (protocol === 'http:') {
    return ownMachine.has(hostname)
      ? undefined
      : 'is http: use https, or an address of the machine that the user sits at'
  }
  if (!protocol.includes('.')) return 'is neither https nor a scheme of the application’s own, as com.example.app:/back'
  return isPublic ? undefined : 'has a scheme of its own: that is for public applications'
}

const ownMachine = new Set(['127.0.0.1', '[::1]', 'localhost'])
