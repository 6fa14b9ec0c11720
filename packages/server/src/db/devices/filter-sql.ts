import { severityCode } from '@muster/core/compliance/severity.ts'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import { statusCode } from '@muster/core/device/facts.ts'
import { macAddressToNumber, parseMacAddress } from '@muster/core/device/mac-address.ts'
import { identityCondition } from './identity-condition.ts'
import { isKindKey, type KindKey, kindConditions } from './kind-conditions.ts'
import { severitySql, statusSql } from './status-sql.ts'

/** Tables that a condition may look at beside `device d`. */
export type FilterTable = 'record' | 'presence'

export type DeviceFilterKey = keyof DeviceFilter

const joins: Readonly<Record<FilterTable, string>> = {
  record: 'join device_record r on r.account_id = d.account_id and r.device_key = d.device_key',
  presence: 'left join device_presence p on p.account_id = d.account_id and p.device_key = d.device_key',
}

/** A filter as SQL: what to read from, which rows, and the values. $1 is the account, $2 the time. */
export interface FilterSql {
  readonly from: string
  readonly where: string
  readonly values: unknown[]
}

/**
 * The one reading of a filter in SQL; removed and archived devices are none of its business. Only what the filter
 * says is in the statement, and only the tables that this looks at: counting a hundred thousand devices through all of
 * them takes three times as long. `also` are tables that the caller looks at. Statements with it stay unnamed: they
 * are planned with their values.
 */
export function filterSql(
  accountId: number,
  at: Date,
  filter: DeviceFilter,
  also: readonly FilterTable[] = [],
): FilterSql {
  const values: unknown[] = [accountId, at]
  const bind = (value: unknown) => `$${values.push(value)}`
  const tables = new Set(also)
  // $2 is not in every filter; said once, it has a type in all.
  const conditions = ['d.account_id = $1 and $2::timestamptz is not null and d.removed_at is null and not d.archived']
  const given = (Object.keys(filter) as DeviceFilterKey[]).filter((key) => filter[key] !== undefined)
  for (const key of given) {
    if (isKindKey(key)) continue
    for (const table of tablesOf[key] ?? []) tables.add(table)
    conditions.push(conditionOf[key](filter, bind, at))
  }
  conditions.push(...kindConditions(filter, bind))
  return {
    from: [
      'device d',
      ...(['record', 'presence'] as const).filter((table) => tables.has(table)).map((table) => joins[table]),
    ].join('\n  '),
    where: conditions.join('\n  and '),
    values,
  }
}

type Bind = (value: unknown) => string
type Condition = (filter: DeviceFilter, bind: Bind, at: Date) => string

/** An agent that is connected is seen now. Null: never. */
export const seenAt = 'case when p.online then $2::timestamptz else p.last_seen end'

const isExempt = 'coalesce(d.exempt_until > $2::timestamptz, false)'
const later = (at: Date, seconds: number) => new Date(at.getTime() + seconds * 1000)
const threatDevices = (condition: string) => `d.device_key in (
    select td.device_key from threat_device td join threat t using (account_id, threat_key)
    where td.account_id = $1 and ${condition})`

type OwnKey = Exclude<DeviceFilterKey, KindKey>

const tablesOf: Readonly<Partial<Record<DeviceFilterKey, readonly FilterTable[]>>> = {
  device_type: ['record'],
  enrolled: ['record'],
  q: ['record'],
  identity: ['record'],
  online: ['presence'],
  last_seen_after: ['presence'],
  last_seen_before: ['presence'],
  last_seen_within: ['presence'],
  ever_seen: ['presence'],
}

/** A key of the filter that is not here does not compile: one that were left out would match too much. */
const conditionOf: Readonly<Record<OwnKey, Condition>> = {
  all: () => 'true',
  device_type: ({ device_type }, bind) => `r.device_type = any(${bind(device_type)}::text[])`,
  status: ({ status }, bind) => `${statusSql('$2')} = any(${bind(status!.map(statusCode))}::smallint[])`,
  severity: ({ severity }, bind) => `${severitySql} = any(${bind(severity!.map(severityCode))}::smallint[])`,
  group_id: ({ group_id }, bind) => `d.group_key = any(array(
    select group_key from device_group where account_id = $1 and group_id = any(${bind(group_id)}::text[])))`,
  online: ({ online }, bind) => `coalesce(p.online, false) = ${bind(online)}`,
  last_seen_after: ({ last_seen_after }, bind) => `${seenAt} >= ${bind(last_seen_after)}::timestamptz`,
  last_seen_before: ({ last_seen_before }, bind) => `${seenAt} < ${bind(last_seen_before)}::timestamptz`,
  last_seen_within: ({ last_seen_within }, bind, at) =>
    `${seenAt} >= ${bind(later(at, -last_seen_within!))}::timestamptz`,
  ever_seen: ({ ever_seen }, bind) => `(${seenAt} is not null) = ${bind(ever_seen)}::boolean`,
  enrolled: ({ enrolled }, bind) => `(r.agent_key is not null) = ${bind(enrolled)}::boolean`,
  ignored: ({ ignored }, bind) => `d.ignored = ${bind(ignored)}`,
  exempt: ({ exempt }, bind) => `${isExempt} = ${bind(exempt)}::boolean`,
  exempt_by: ({ exempt_by }, bind) => `${isExempt} and d.exempt_by = any(${bind(exempt_by)}::uuid[])`,
  exempt_ends_within: ({ exempt_ends_within }, bind, at) =>
    `${isExempt} and d.exempt_until <= ${bind(later(at, exempt_ends_within!))}::timestamptz`,
  identity: ({ identity }, bind) => identityCondition(identity!, bind),
  finding_sha256: ({ finding_sha256 }, bind) =>
    threatDevices(`t.sha256 = any(${bind(finding_sha256!.map((hash) => Buffer.from(hash, 'hex')))}::bytea[])`),
  finding_signature: ({ finding_signature }, bind) =>
    threatDevices(`t.signature = any(${bind(finding_signature)}::text[])`),
  q: ({ q }, bind) => textCondition(q!, bind),
}

function textCondition(q: string, bind: Bind): string {
  const text = bind(q.toLowerCase())
  const mac = parseMacAddress(q)
  const hasMac =
    mac === undefined
      ? ''
      : `or exists (select from device_mac m where m.account_id = d.account_id and m.device_key = d.device_key
                      and m.mac = ${bind(macAddressToNumber(mac))}::bigint)`
  // Looked at as one text, and into answers only where there are some: column by column it took twice as long.
  return `(position(${text} in lower(concat_ws(E'\\x1e', d.device_id, r.hwid, r.hostname, r.nickname, r.user_name))) > 0
       or r.user_identity is not null and exists (
         select from jsonb_each_text(r.user_identity) as answer where position(${text} in lower(answer.value)) > 0)
       ${hasMac})`
}
