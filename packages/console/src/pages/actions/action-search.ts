import type { ActionQuery } from '@muster/core/api/actions.ts'

export type ActionSearch = Pick<ActionQuery, 'type' | 'channel' | 'waiting'>

export function readActionSearch({ type, channel, waiting }: Record<string, unknown>): ActionSearch {
  return {
    ...(typeof type === 'string' && { type }),
    ...(typeof channel === 'string' && { channel: channel as never }),
    ...(String(waiting) === 'true' && { waiting: true }),
  }
}
