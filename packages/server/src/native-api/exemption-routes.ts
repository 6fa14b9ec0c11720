import { Exemption, ExemptionCounts, ExemptionQuery } from '@muster/core/api/exemptions.ts'
import { pageOf } from '@muster/core/api/page.ts'
import { countExemptions, listExemptions } from '../operations/list-exemptions.ts'
import type { Services } from '../services.ts'
import { json, type NativeRoute, needs, prefix } from './native-route.ts'

const path = `${prefix}/exemptions`

export function exemptionRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'GET',
      path,
      tag: 'devices',
      operationId: 'listExemptions',
      summary: 'List exemptions: those that end next, those for ever, or those that ended',
      description:
        'To extend one, `exempt` its device anew; to end one now, `unexempt` it. The filter `exempt_by` means all ' +
        'devices of one lease, `exempt_ends_within` those that end soon.',
      access: needs('read'),
      query: ExemptionQuery,
      response: pageOf(Exemption),
      handle: async ({ caller, query }) => {
        const { state = 'ending', cursor, limit } = query as ExemptionQuery
        return json(await listExemptions(services, caller, { state, cursor, limit: limit! }))
      },
    },
    {
      method: 'GET',
      path: `${path}/counts`,
      tag: 'devices',
      operationId: 'countExemptions',
      summary: 'Count the exemptions that run, and those that end soon',
      access: needs('read'),
      response: ExemptionCounts,
      handle: async ({ caller }) => json(await countExemptions(services, caller)),
    },
  ]
}
