import { IdentityFields, IdentityFieldsChange } from '@muster/core/api/identity-fields.ts'
import { setIdentityFields, showIdentityFields } from '../operations/identity-fields.ts'
import type { Services } from '../services.ts'
import { change, json, type NativeRoute, needs, prefix } from './native-route.ts'

const tag = 'identity'
const path = `${prefix}/identity-fields`

export function identityRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'GET',
      path,
      tag,
      operationId: 'showIdentityFields',
      summary: 'Show what `re-identify` asks the users of devices',
      description: 'An account that has set nothing asks for one line of text, the name.',
      access: needs('read'),
      response: IdentityFields,
      handle: async ({ caller }) => json(await showIdentityFields(services, caller)),
    },
    {
      method: 'PUT',
      path,
      tag,
      operationId: 'setIdentityFields',
      summary: 'Set what `re-identify` asks the users of devices',
      description:
        'The whole is replaced; the order of the fields is the order in which they are asked. Actions carry, signed, ' +
        'the fields as they were when the action was made: those under way stay as they are.',
      access: needs('admin', { fresh: true }),
      body: IdentityFieldsChange,
      response: IdentityFields,
      example: {
        body: {
          asked_by: 'Example Ltd, IT',
          purpose: 'To know whom to call when this device needs help.',
          fields: [
            { name: 'name', label: 'Your name', kind: 'text', required: true },
            { name: 'email', label: 'Your e-mail address', kind: 'email', required: true },
            { name: 'site', label: 'Where you work', kind: 'choice', required: false, choices: ['Berlin', 'Lyon'] },
          ],
        },
      },
      handle: (request) =>
        change(services, request, (unit, caller) =>
          setIdentityFields(services, unit, caller, request.body as IdentityFieldsChange),
        ),
    },
  ]
}
