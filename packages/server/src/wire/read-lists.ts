import { refuseWith } from './read-body.ts'
import { type IdentifiersRead, readIdentifiers } from './read-identifiers.ts'

/** The two lists of version 2.0, of which one is sent. @throws Refusal invalid_request */
export function readLists(body: Readonly<Record<string, unknown>>, identifiersMax: number): IdentifiersRead {
  const devices = readIdentifiers(body, { id: 'HWID_list', mac: 'MAC_list' }, identifiersMax)
  return 'errors' in devices ? refuseWith(devices.errors) : devices
}
