import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import { statusCode } from '@muster/core/device/facts.ts'
import { macAddressToNumber, parseMacAddress } from '@muster/core/device/mac-address.ts'

/** Everything that a filter looks at; removed and archived devices are none of its business. */
export const filteredDevices = `
  device d
  join device_kind k using (kind_id)
  join device_record r using (account_id, device_key)
  join device_group g using (account_id, group_key)
  left join device_presence p using (account_id, device_key)`

/**
 * The one reading of a filter in SQL, for `filteredDevices`. $1 is the account, $2 the time at which exemptions are
 * looked at, $3 … are the filter's. Statements that use it stay unnamed: planned with their values, a key that is
 * not there costs nothing.
 */
export const filterCondition = `
  d.account_id = $1 and d.removed_at is null and not d.archived
  and ($3::text[] is null or r.device_type = any($3))
  and ($4::text[] is null or k.os = any($4))
  and ($5::smallint[] is null or device_status(d.base_status, d.ignored, d.exempt_until, $2) = any($5))
  and ($6::text[] is null or k.agent_type = any($6))
  and ($7::text[] is null or g.group_id = any($7))
  and ($8::boolean is null or coalesce(p.online, false) = $8)
  and ($9::text is null or position($9 in lower(d.device_id)) > 0 or position($9 in lower(r.hwid)) > 0
       or position($9 in lower(r.hostname)) > 0 or position($9 in lower(r.nickname)) > 0
       or position($9 in lower(r.user_name)) > 0
       or exists (select from jsonb_each_text(r.user_identity) as answer where position($9 in lower(answer.value)) > 0)
       or exists (select from device_mac m
                  where m.account_id = d.account_id and m.device_key = d.device_key and m.mac = $10::bigint))`

/** The number of the first parameter after the filter's. */
export const afterFilter = 11

export function filterValues(accountId: number, at: Date, filter: DeviceFilter): unknown[] {
  const mac = filter.q === undefined ? undefined : parseMacAddress(filter.q)
  return [
    accountId,
    at,
    filter.device_type ?? null,
    filter.os ?? null,
    filter.status?.map(statusCode) ?? null,
    filter.agent_type ?? null,
    filter.group_id ?? null,
    filter.online ?? null,
    filter.q?.toLowerCase() ?? null,
    mac === undefined ? null : macAddressToNumber(mac),
  ]
}
