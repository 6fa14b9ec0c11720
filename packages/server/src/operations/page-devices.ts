import type { Page } from '@muster/core/api/page.ts'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import { Type } from 'typebox'
import type { Caller } from '../caller.ts'
import { type Presence, pageDeviceKeys, walkEnrolments } from '../db/devices/page-device-keys.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { sha256Of } from '../sha256.ts'
import { type DescribedDevice, describeDevices } from './describe-devices.ts'
import { formatCursor, type PageRequest, parseCursor, toPage } from './page.ts'
import type { PageAnchors } from './page-anchors.ts'

export type { Presence } from '../db/devices/page-device-keys.ts'

export interface DescribedFilter {
  readonly filter: DeviceFilter
  /** Any of them; undefined: whatever it is. */
  readonly presence?: readonly Presence[] | undefined
}

interface NumberedPage extends DescribedFilter {
  readonly direction: 'asc' | 'desc'
  /** From 1. */
  readonly page: number
  readonly limit: number
}

/**
 * A numbered page, in the order in which the devices were added, from where the page before ended; the first page of
 * none is empty.
 * @throws Refusal page_beyond_last
 */
export async function pageDevices(
  { pool, now }: Services,
  { accountId }: Caller,
  anchors: PageAnchors,
  { page, ...query }: NumberedPage,
): Promise<DescribedDevice[]> {
  const at = now()
  const listing = sha256Of(JSON.stringify([accountId, query])).toString('base64')
  const after = anchors.take(listing, page, at)
  const from = after === undefined ? { skip: (page - 1) * query.limit } : { after }
  const keys = await pageDeviceKeys(pool, { accountId, at, from, ...query })
  if (keys.length === 0 && page > 1) throw new Refusal('page_beyond_last')
  if (keys.length > 0) anchors.note(listing, page, keys.at(-1)!, at)
  return [...(await describeDevices(pool, { accountId, keys, at })).values()]
}

const cursorKey = Type.Tuple([
  Type.String({ pattern: '^-?[0-9]{1,17}$' }),
  Type.String({ pattern: '^[1-9][0-9]{0,17}$' }),
])

/** The oldest enrolment first: who enrols meanwhile, or again, is on a later page. */
export async function walkDevices(
  { pool, now }: Services,
  { accountId }: Caller,
  { filter, presence, cursor, limit }: DescribedFilter & PageRequest,
): Promise<Page<DescribedDevice>> {
  const [enrolled_micros, device_key] = parseCursor('enrolments', cursorKey, cursor) ?? []
  const after = device_key === undefined ? undefined : { device_key, enrolled_micros: enrolled_micros! }
  const at = now()
  const places = await walkEnrolments(pool, { accountId, at, filter, presence, after, limit: limit + 1 })
  const page = toPage(
    places,
    limit,
    (place) => formatCursor('enrolments', [place.enrolled_micros, place.device_key]),
    (place) => place.device_key,
  )
  const devices = await describeDevices(pool, { accountId, keys: page.items, at })
  return { ...page, items: [...devices.values()] }
}
