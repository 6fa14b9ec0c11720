import { invalidField } from '../../refusal.ts'
import type { Route } from '../../route.ts'
import type { Services } from '../../services.ts'
import { answerAction } from '../answer-action.ts'
import { readObject } from '../read-body.ts'
import { readLists } from '../read-lists.ts'
import { readOption } from '../read-option.ts'
import { wireAccess } from '../wire-access.ts'
import { renderResultList } from './render-result-list.ts'
import { type Version2Word, version2Words } from './version-2-words.ts'

/** Devices Action 2.0. `opt` repeats what the list's name says (0 MAC_list, 1 HWID_list); it may not contradict it. */
export function actOnDevicesRoute(services: Services): Route {
  return {
    method: 'POST',
    path: '/o/api/v2/devices/action',
    access: wireAccess('any', 'device-action'),
    summary: 'Devices Action 2.0, many devices',
    tag: 'wire',
    handle: async (request) => {
      const body = readObject(request.body)
      const { type, params } = readWord(body)
      const devices = readLists(body, services.targetsMax)
      const implied = devices.by === 'mac' ? 0 : 1
      if (readOption(body, 'opt', [0, 1], implied) !== implied) {
        throw invalidField('opt', `must be ${implied} with this list`)
      }
      return answerAction(services, request, { type, params, edition: 'original', devices }, renderResultList)
    },
  }
}

function readWord(body: Readonly<Record<string, unknown>>): Version2Word {
  const types = Object.hasOwn(body, 'types') ? body.types : undefined
  const word = typeof types === 'string' ? version2Words.get(types) : undefined
  if (word?.many) return word
  const known = Array.from(version2Words).filter(([, { many }]) => many)
  throw invalidField('types', `must be one of ${known.map(([name]) => name).join(', ')}`)
}
