import type { Action } from '@muster/core/api/actions.ts'
import { countOf } from '../../components/count.ts'

/** The parameters of an action, as one would say them; empty where it has none. */
export function describeParams({ type, params }: Pick<Action, 'type' | 'params'>): string {
  switch (type) {
    case 'exempt': {
      const hours = Number(params.hours ?? 0)
      const length =
        hours === 0
          ? 'for ever'
          : hours % 24 === 0
            ? `for ${countOf(hours / 24, 'day')}`
            : `for ${countOf(hours, 'hour')}`
      return params.scope === 'critical' ? `${length}, critical issues` : length
    }
    case 'assign_to_group':
      return `to ${String(params.group_id)}`
    case 'scan_threats': {
      const areas = (params.areas as string[] | undefined) ?? []
      if (areas.length === 0) return 'everything'
      return areas.map((area) => (area === 'path' ? String(params.path) : area)).join(', ')
    }
    case 'delete':
      return `records: ${String(params.record ?? 'remove')}${params.uninstall === false ? ', agents stay' : ''}`
    default:
      return ''
  }
}
