import type { DeviceSelector, PlanOrder } from '@muster/core/api/actions.ts'
import { usageFailure } from '../failure.ts'
import { readIdentifiers } from './read-identifiers.ts'
import { readParams } from './read-params.ts'

export interface OrderOptions {
  readonly ids?: readonly string[]
  readonly macs?: readonly string[]
  readonly file?: string
  readonly column?: string
  readonly by?: 'id' | 'mac'
  readonly filter?: readonly string[]
  readonly param?: readonly string[]
  readonly deliverWithin?: number
  readonly finishWithin?: number
  readonly supersede?: boolean
  readonly brake?: number
  readonly brakeSample?: number
}

/** The request that the options say. @throws Failure unless they say exactly one way to choose devices */
export async function readOrder(type: string, options: OrderOptions, note: (text: string) => void): Promise<PlanOrder> {
  const { deliverWithin, finishWithin, supersede } = options
  return {
    type,
    params: await readParams(type, options.param ?? []),
    devices: await readSelector(options, note),
    ...(deliverWithin !== undefined && { deliver_within: deliverWithin }),
    ...(finishWithin !== undefined && { finish_within: finishWithin }),
    ...(supersede && { supersede }),
    ...readBrake(options),
  }
}

function readBrake({ brake, brakeSample }: OrderOptions): Pick<PlanOrder, 'brake'> {
  if (brake === undefined) {
    if (brakeSample === undefined) return {}
    throw usageFailure('--brake-sample goes with --brake: how many of a hundred may fail?')
  }
  return { brake: { failed_percent: brake, ...(brakeSample !== undefined && { sample_min: brakeSample }) } }
}

async function readSelector(
  { ids, macs, file, column, by, filter }: OrderOptions,
  note: (text: string) => void,
): Promise<DeviceSelector> {
  const ways = Object.entries({ '--ids': ids, '--macs': macs, '--file': file, '--filter': filter })
  const given = ways.filter(([, value]) => value !== undefined).map(([name]) => name)
  if (given.length !== 1) {
    const all = 'To mean every device, say --filter all=true.'
    throw usageFailure(
      given.length === 0
        ? `Say which devices: with --ids, --macs, --file or --filter. ${all}`
        : `${given.join(' and ')} do not go together: choose the devices one way.`,
    )
  }
  if (file === undefined && (column !== undefined || by !== undefined)) {
    throw usageFailure('--column and --by go with --file.')
  }
  if (filter !== undefined) {
    const { readFilter } = await import('./read-filter.ts')
    return { filter: readFilter(filter) }
  }
  if (file !== undefined) {
    const identifiers = readIdentifiers(file, column)
    if (by !== 'mac' && identifiers.every(looksLikeMac)) note('These look like MAC addresses: for those, say --by mac.')
    if (by === 'mac' && !identifiers.some(looksLikeMac)) note('None looks like a MAC address: for ids, say --by id.')
    return { [by === 'mac' ? 'macs' : 'ids']: identifiers }
  }
  return ids !== undefined ? { ids: splitList(ids) } : { macs: splitList(macs!) }
}

/** Twelve hexadecimal digits, parted as people part them. */
function looksLikeMac(identifier: string): boolean {
  return /^([0-9a-f]{2}([:-]?)([0-9a-f]{2}\2){4}[0-9a-f]{2}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})$/i.test(identifier)
}

function splitList(words: readonly string[]): string[] {
  const identifiers = words.flatMap((word) => word.split(',')).filter(Boolean)
  if (identifiers.length === 0) throw usageFailure('There is no identifier in the list.')
  return identifiers
}
