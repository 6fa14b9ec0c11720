import type { Params } from './use-order.ts'

const presets: Readonly<Record<string, Params>> = {
  // A lease that ends is the safe one; "for ever" must be chosen.
  exempt: { hours: 24, scope: 'all' },
  assign_to_group: {},
  delete: { record: 'remove', uninstall: true },
  scan_threats: { full: true },
}

export function presetParams(typeName: string): Params {
  return presets[typeName] ?? {}
}
