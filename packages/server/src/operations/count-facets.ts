import { type DeviceFacet, type DeviceFacets, deviceFacets } from '@muster/core/api/devices.ts'
import { severityOfCode } from '@muster/core/compliance/severity.ts'
import { compareVersions } from '@muster/core/device/agent-version.ts'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import { statusOfCode } from '@muster/core/device/facts.ts'
import type { Caller } from '../caller.ts'
import { countCombinations, type DeviceCombination } from '../db/devices/count-combinations.ts'
import type { Services } from '../services.ts'

type FacetValue = string | boolean

/** What a filter bar can offer beside `filter`: the values of each of its keys, with how many devices there would be. */
export async function countFacets(
  { pool, now }: Services,
  { accountId }: Caller,
  filter: DeviceFilter,
): Promise<DeviceFacets> {
  // The keys of facets are judged here: each facet leaves its own one out.
  const others = Object.fromEntries(Object.entries(filter).filter(([key]) => !isFacet(key))) as DeviceFilter
  const combinations = await countCombinations(pool, { accountId, filter: others, at: now() })
  const asked = deviceFacets.filter((facet) => filter[facet] !== undefined)
  const counts = new Map(deviceFacets.map((facet) => [facet, new Map<FacetValue, number>()]))
  let devices = 0
  for (const combination of combinations) {
    const failed = asked.filter((facet) => !matches(facet, facetOf(facet, combination), filter))
    if (failed.length === 0) devices += combination.devices
    for (const facet of failed.length === 0 ? deviceFacets : failed.length === 1 ? failed : []) {
      const values = counts.get(facet)!
      const value = facetOf(facet, combination)
      values.set(value, (values.get(value) ?? 0) + combination.devices)
    }
  }
  const facets = Object.fromEntries([...counts].map(([facet, values]) => [facet, toFacet(facet, values)]))
  return { devices, facets: facets as DeviceFacets['facets'] }
}

function isFacet(key: string): key is DeviceFacet {
  return (deviceFacets as readonly string[]).includes(key)
}

function facetOf(facet: DeviceFacet, combination: DeviceCombination): FacetValue {
  switch (facet) {
    case 'status':
      return statusOfCode(combination.status)
    case 'severity':
      return severityOfCode(combination.severity)
    default:
      return combination[facet]
  }
}

function matches(facet: DeviceFacet, value: FacetValue, filter: DeviceFilter): boolean {
  const asked = filter[facet]
  if (!Array.isArray(asked)) return asked === value
  if (facet !== 'agent_version') return (asked as readonly FacetValue[]).includes(value)
  return value !== '' && asked.some((version) => compareVersions(version, value as string) === 0)
}

/** Most first. Devices without an agent have no version to ask for. */
function toFacet(facet: DeviceFacet, values: ReadonlyMap<FacetValue, number>) {
  return [...values]
    .filter(([value]) => !(facet === 'agent_version' && value === ''))
    .sort(([a, some], [b, others]) => others - some || (String(a) < String(b) ? -1 : 1))
    .map(([value, devices]) => ({ value, devices }))
}
