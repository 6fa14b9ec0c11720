import { Type } from 'typebox'
import { defineActionType } from '../action-type.ts'
import { agentCan, atLeast, firstRefusal, musterDesktops, persistentAgent } from '../applicability.ts'

const floors = atLeast({
  'opswat-client': { windows: '7.6.206.0', mac: '10.4.205.0' },
  muster: musterDesktops,
})

export const scanAreas = ['memory', 'system', 'portable', 'additional', 'path', 'boot'] as const

/** A relative path would mean another file on each device: it begins with `/`, a Windows drive or a Windows share. */
export function isAbsolutePath(path: string): boolean {
  return /^(\/|[A-Za-z]:[\\/]|\\\\[^\\/])/.test(path)
}

export const absolutePathMessage = 'must be absolute, such as /home or C:\\Users'

/** The agent looks for malware; a full scan is all areas. */
export const scanThreats = defineActionType({
  name: 'scan_threats',
  label: 'Scan for malware',
  params: Type.Object({
    full: Type.Optional(Type.Boolean({ description: 'absent: false where areas or a path are named, else true' })),
    areas: Type.Optional(Type.Array(Type.Enum(scanAreas), { maxItems: 64 })),
    path: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })),
  }),
  check({ full, areas, path }) {
    const named = areas !== undefined || path !== undefined
    if (full === true && named) return { field: 'full', message: 'a full scan takes neither areas nor a path' }
    const custom = full === false || named
    if (custom && (areas === undefined || areas.length === 0)) {
      return { field: 'areas', message: 'a custom scan needs at least one area' }
    }
    if (areas?.includes('path') && path === undefined) return { field: 'path', message: 'the area "path" needs a path' }
    if (path !== undefined && !areas?.includes('path')) {
      return { field: 'path', message: 'a path is allowed only with the area "path"' }
    }
    if (path !== undefined && !isAbsolutePath(path)) return { field: 'path', message: absolutePathMessage }
    return undefined
  },
  appliesTo: (facts) => firstRefusal(facts, persistentAgent, floors, agentCan('scan_threats')),
  effect: () => ({
    kind: 'send-command',
    command: { deliverWithinSeconds: 7 * 24 * 3600, finishWithinSeconds: 24 * 3600, report: 'scan_threats_log' },
  }),
})
