import { invalidField } from '../../refusal.ts'
import type { Route } from '../../route.ts'
import type { Services } from '../../services.ts'
import { readOption } from '../read-option.ts'
import { wireAccess } from '../wire-access.ts'
import { answerOne } from './answer-one.ts'
import { type Version2Word, version2Words } from './version-2-words.ts'

/** Device Action 2.0: everything is in the URL; `opt` 0 says that `:id` is a MAC address, 1 a HWID. */
export function actOnDeviceRoute(services: Services): Route {
  return {
    method: 'POST',
    path: '/o/api/v2/devices/:id/action',
    access: wireAccess('any', 'device-action'),
    summary: 'Device Action 2.0, one device',
    tag: 'wire',
    ignoresBody: true,
    handle: async (request) => {
      const { type, params } = readWord(request.query.types)
      const by = readOption(request.query, 'opt', [0, 1], 0) === 0 ? 'mac' : 'id'
      const devices = { by, identifiers: [request.params.id!] } as const
      return answerOne(services, request, { type, params, edition: 'original', devices }, 'Action has been applied')
    },
  }
}

function readWord(types: unknown): Version2Word {
  const word = typeof types === 'string' ? version2Words.get(types) : undefined
  if (word === undefined) throw invalidField('types', `must be one of ${[...version2Words.keys()].join(', ')}`)
  return word
}
